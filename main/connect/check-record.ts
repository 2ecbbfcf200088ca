import type { ClaudeSession, Connection, Problem } from '../../shared/connection.ts'
import { coded } from '../../shared/language/say.ts'
import { toFix, toOtherSettings, toProblem } from '../../shared/to-problem.ts'
import { sameAddress } from './address.ts'
import { isAlive, isSame, type ProcessIdentity } from '../base/process-identity.ts'
import type { ConnectRecord } from './record.ts'
import { BASE_URL } from './variables.ts'

/**
 * True while another process that still runs has the connection. For what must not be taken from a running Signalbox;
 * a command of ours is such another process too, so that this is nothing to show.
 */
export function isForeign(record: ConnectRecord, self: ProcessIdentity): boolean {
  const { connection } = record
  if (connection === null || connection.phase === 'paused') return false
  return !isSame(connection.owner, self) && isAlive(connection.owner)
}

/** The running Signalbox that has connected Claude Code; undefined where none has. */
export function ownerOf({ connection }: ConnectRecord): Connection['connectedBy'] {
  if (connection === null || connection.phase === 'paused' || !isAlive(connection.owner)) return undefined
  return { pid: connection.owner.pid, baseUrl: connection.baseUrl }
}

export interface RecordFacts {
  record: ConnectRecord
  self: ProcessIdentity
  /** False in a command that asks about a Signalbox without being one. */
  isRunning: boolean
  /** Address of the Signalbox that the question is about. */
  asked: string
  /** The settings file of the Claude Code that the question is about. */
  settings: string
  /** The address in the user's settings, if any. */
  current: string | undefined
  /** Whether the settings name this Signalbox. */
  isWritten: boolean
  sessions: readonly ClaudeSession[]
  baseUrl: string
}

/** Where what we did and what is there do not agree. */
export function checkRecord(facts: RecordFacts): Problem[] {
  return [...changed(facts), ...foreign(facts), ...elsewhere(facts), ...oldSessions(facts)]
}

function changed({ record, current, settings }: RecordFacts): Problem[] {
  const { connection } = record
  // Of another file, `current` says nothing.
  if (connection?.path !== settings) return []
  if (connection.phase !== 'connected' || current === connection.baseUrl) return []
  const says = coded('doctor.changed', { variable: BASE_URL, path: connection.path })
  return [toProblem({ code: 'changed_by_user', severity: 'note', says })]
}

/** By the address, not by the process: a doctor is never the process that connected. */
function foreign({ record, self, asked, isRunning }: RecordFacts): Problem[] {
  const owner = isForeign(record, self) ? ownerOf(record) : undefined
  if (owner === undefined || sameAddress(owner.baseUrl, asked)) return []
  const says = coded('doctor.other_signalbox', { pid: owner.pid, address: owner.baseUrl })
  if (!isRunning) return [toProblem({ code: 'other_signalbox', severity: 'note', says })]
  const fix = toFix('connect', coded('fix.take_over'))
  return [toProblem({ code: 'other_signalbox', severity: 'warning', says, fix })]
}

/** `CLAUDE_CONFIG_DIR` or the home was another one when Claude Code was connected. */
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
