import type { Connection } from '../../../shared/connection.ts'
import { sayConnectionState } from '../read-verdict.ts'

/** How Claude Code is connected, in the verdict's own sentences. */
export function sayConnection({ state, currentUrl }: Pick<Connection, 'state' | 'currentUrl'>): string {
  return sayConnectionState(state, currentUrl ?? undefined)
}
