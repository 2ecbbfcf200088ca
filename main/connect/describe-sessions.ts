import type { ClaudeSession } from '../../shared/connection.ts'
import { sameAddress } from './address.ts'
import type { RunningSession } from './find-sessions.ts'
import type { ConnectRecord } from './record.ts'

export interface SessionFacts {
  /** The address in the settings; undefined if not set, '' if the settings remove it from the environment. */
  configured: string | undefined
  baseUrl: string
  record: ConnectRecord
}

/** The address that each running session sends its requests to. */
export function describeSessions(sessions: readonly RunningSession[], facts: SessionFacts): ClaudeSession[] {
  return sessions.map((session) => ({
    pid: session.pid,
    ...(session.cwd !== undefined && { cwd: session.cwd }),
    ...(session.startedAt !== undefined && { startedAt: new Date(session.startedAt).toISOString() }),
    ...(session.version !== undefined && { version: session.version }),
    uses: usesOf(session, facts),
  }))
}

function usesOf(
  session: RunningSession,
  { configured, baseUrl, record }: SessionFacts,
): ClaudeSession['uses'] {
  const address = configured ?? keptAddress(session, record) ?? session.startedWith ?? ''
  if (address === '') return 'direct'
  return sameAddress(address, baseUrl) ? 'signalbox' : 'elsewhere'
}

/** The address that a session started before the farewell still uses. */
function keptAddress({ startedAt }: RunningSession, { farewell }: ConnectRecord): string | undefined {
  if (farewell === null || (startedAt !== undefined && startedAt > farewell.at)) return undefined
  return farewell.baseUrl
}
