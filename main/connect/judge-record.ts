import type { ClaudeSession, Problem } from '../../shared/connection.ts'
import { isAlive, isSame, type ProcessIdentity } from './files/process-identity.ts'
import type { ConnectRecord } from './record.ts'
import { BASE_URL } from './variables.ts'

/** Whether another Signalbox that still runs has the connection. */
export function isForeign(record: ConnectRecord, self: ProcessIdentity): boolean {
  const { connection } = record
  if (connection === null || connection.phase === 'paused') return false
  return !isSame(connection.owner, self) && isAlive(connection.owner)
}

export interface RecordFacts {
  record: ConnectRecord
  self: ProcessIdentity
  /** The address in the user's settings, if any. */
  current: string | undefined
  /** Whether the settings name this Signalbox. */
  isWritten: boolean
  sessions: readonly ClaudeSession[]
  baseUrl: string
}

/** Where what we did and what is there do not agree. */
export function judgeRecord(facts: RecordFacts): Problem[] {
  return [...changed(facts), ...foreign(facts), ...oldSessions(facts)]
}

function changed({ record, current }: RecordFacts): Problem[] {
  const { connection } = record
  if (connection?.phase !== 'connected' || current === connection.baseUrl) return []
  const sentence = `Somebody changed ${BASE_URL} in ${connection.path} after Signalbox wrote it. Signalbox leaves it alone.`
  return [{ code: 'changed_by_user', severity: 'note', sentence }]
}

function foreign({ record, self }: RecordFacts): Problem[] {
  if (!isForeign(record, self) || record.connection === null) return []
  const { owner, baseUrl } = record.connection
  const sentence = `Another Signalbox (pid ${owner.pid}, ${baseUrl}) has connected Claude Code.`
  const text = 'Connecting here takes it over.'
  return [{ code: 'other_signalbox', severity: 'warning', sentence, fix: { action: 'connect', text } }]
}

function oldSessions({ sessions, isWritten, baseUrl }: RecordFacts): Problem[] {
  const count = sessions.filter(({ uses }) => uses === 'signalbox').length
  if (isWritten || count === 0) return []
  const [who, they] = count === 1 ? ['1 session', 'it ends'] : [`${count} sessions`, 'they end']
  const sentence = `${who} of Claude Code still ${count === 1 ? 'goes' : 'go'} to ${baseUrl}, until ${they}.`
  const text = 'Keep Signalbox running until then, or start Claude Code again.'
  return [{ code: 'old_sessions', severity: 'warning', sentence, fix: { action: 'manual', text } }]
}
