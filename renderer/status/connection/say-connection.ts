import { type Connection, CONNECTION_STATES } from '../../../shared/connection.ts'
import { sayConnectionState } from '../read-verdict.ts'

/** How Claude Code stands to us, in the verdict's own sentences. The server says it in English. */
export function sayConnection({
  state,
  sentence,
  currentUrl,
}: Pick<Connection, 'state' | 'sentence' | 'currentUrl'>): string {
  // A server that says it otherwise knows more than this page.
  return sentence === CONNECTION_STATES[state] ? sayConnectionState(state, currentUrl ?? undefined) : sentence
}
