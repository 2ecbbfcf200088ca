import type { ClaudeSession, Connection, Problem } from '../../shared/connection.ts'
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
  const sentence = `Somebody changed ${BASE_URL} in ${connection.path} after Signalbox wrote it. Signalbox leaves it alone.`
  return [{ code: 'changed_by_user', severity: 'note', sentence }]
}

/** By the address, not by the process: a doctor is never the process that connected. */
function foreign({ record, self, asked, isRunning }: RecordFacts): Problem[] {
  const owner = isForeign(record, self) ? ownerOf(record) : undefined
  if (owner === undefined || sameAddress(owner.baseUrl, asked)) return []
  const sentence = `Another Signalbox (pid ${owner.pid}, ${owner.baseUrl}) has connected Claude Code.`
  if (!isRunning) return [{ code: 'other_signalbox', severity: 'note', sentence }]
  const text = 'Connecting here takes it over.'
  return [{ code: 'other_signalbox', severity: 'warning', sentence, fix: { action: 'connect', text } }]
}

/** `CLAUDE_CONFIG_DIR` or the home was another one when Claude Code was connected. */
function elsewhere({ record: { connection }, settings }: RecordFacts): Problem[] {
  if (connection === null || connection.phase === 'paused' || connection.path === settings) return []
  const sentence = `Signalbox changes ${connection.path}, but Claude Code reads ${settings} here.`
  const text = 'Start Signalbox and Claude Code with the same HOME and CLAUDE_CONFIG_DIR.'
  return [{ code: 'other_settings', severity: 'warning', sentence, fix: { action: 'manual', text } }]
}

function oldSessions({ sessions, isWritten, baseUrl }: RecordFacts): Problem[] {
  const count = sessions.filter(({ uses }) => uses === 'signalbox').length
  if (isWritten || count === 0) return []
  const [who, they] = count === 1 ? ['1 session', 'it ends'] : [`${count} sessions`, 'they end']
  const sentence = `${who} of Claude Code still ${count === 1 ? 'goes' : 'go'} to ${baseUrl}, until ${they}.`
  const text = 'Keep Signalbox running until then, or start Claude Code again.'
  return [{ code: 'old_sessions', severity: 'warning', sentence, fix: { action: 'manual', text } }]
}
