import type { ClaudeSession, Connection, Problem } from '../../shared/connection.ts'
import { coded } from '../../shared/language/say.ts'
import { toFix, toOtherSettings, toProblem } from '../../shared/to-problem.ts'
import { sameAddress } from './address.ts'
import { isAlive, isSame, type ProcessIdentity } from '../base/process-identity.ts'
import type { ConnectRecord } from './record.ts'
import { BASE_URL } from './variables.ts'

/**
 * True while another running process holds the connection. Prevents taking the connection from a running Signalbox. Not
 * for display: one of our own CLI commands is also another process.
 */
export function isForeign(record: ConnectRecord, self: ProcessIdentity): boolean {
  const { connection } = record
  if (connection === null || connection.phase === 'paused') return false
  return !isSame(connection.owner, self) && isAlive(connection.owner)
}

/** The running Signalbox that connected Claude Code, if any. */
export function ownerOf({ connection }: ConnectRecord): Connection['connectedBy'] {
  if (connection === null || connection.phase === 'paused' || !isAlive(connection.owner)) return undefined
  return { pid: connection.owner.pid, baseUrl: connection.baseUrl }
}

export interface RecordFacts {
  record: ConnectRecord
  self: ProcessIdentity
  /** False in a CLI command, which asks about a Signalbox without being one. */
  isRunning: boolean
  /** Address of the Signalbox being asked about. */
  asked: string
  /** Settings file of the Claude Code being asked about. */
  settings: string
  /** The address in the user's settings, if any. */
  current: string | undefined
  /** True when the settings point at this Signalbox. */
  isWritten: boolean
  sessions: readonly ClaudeSession[]
  baseUrl: string
}

/** Reports differences between our record and the settings. */
export function checkRecord(facts: RecordFacts): Problem[] {
  return [...changed(facts), ...foreign(facts), ...elsewhere(facts), ...oldSessions(facts)]
}

function changed({ record, current, settings }: RecordFacts): Problem[] {
  const { connection } = record
  // `current` was read from another file.
  if (connection?.path !== settings) return []
  if (connection.phase !== 'connected' || current === connection.baseUrl) return []
  const says = coded('doctor.changed', { variable: BASE_URL, path: connection.path })
  return [toProblem({ code: 'changed_by_user', severity: 'note', says })]
}

/** Compares addresses, not processes: the doctor never runs in the process that connected. */
function foreign({ record, self, asked, isRunning }: RecordFacts): Problem[] {
  const owner = isForeign(record, self) ? ownerOf(record) : undefined
  if (owner === undefined || sameAddress(owner.baseUrl, asked)) return []
  const says = coded('doctor.other_signalbox', { pid: owner.pid, address: owner.baseUrl })
  if (!isRunning) return [toProblem({ code: 'other_signalbox', severity: 'note', says })]
  const fix = toFix('connect', coded('fix.take_over'))
  return [toProblem({ code: 'other_signalbox', severity: 'warning', says, fix })]
}

/** `CLAUDE_CONFIG_DIR` or the home folder has changed since Claude Code was connected. */
function elsewhere({ record: { connection }, settings }: RecordFacts): Problem[] {
  if (connection === null || connection.phase === 'paused' || connection.path === settings) return []
  return [toOtherSettings({ changed: connection.path, read: settings })]
}

function oldSessions({ sessions, isWritten, baseUrl }: RecordFacts): Problem[] {
  const count = sessions.filter(({ uses }) => uses === 'signalbox').length
  if (isWritten || count === 0) return []
  const says = coded('doctor.old_sessions', { count, address: baseUrl })
  const fix = toFix('manual', coded('fix.keep_running'))
  return [toProblem({ code: 'old_sessions', severity: 'warning', says, fix })]
}
