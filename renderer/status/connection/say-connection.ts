import type { Connection } from '../../../shared/connection.ts'
import { sayConnectionState } from '../read-verdict.ts'

/** Describes the connection with the verdict's sentences. */
export function sayConnection({ state, currentUrl }: Pick<Connection, 'state' | 'currentUrl'>): string {
  return sayConnectionState(state, currentUrl ?? undefined)
}
