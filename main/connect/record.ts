import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { GatewayChoice } from '../../shared/connection.ts'
import { AppError } from '../../shared/errors.ts'
import { coded } from '../../shared/language/say.ts'
import { explainRefusal } from '../base/explain-refusal.ts'
import { Edits } from './edit/edits.ts'
import { codeOf, type FileSystem, orMissing } from '../base/file-system.ts'
import { ProcessIdentity } from '../base/process-identity.ts'
import { replaceFile } from './files/replace-file.ts'

const Origin = Type.Object({ edits: Edits, unrepaired: Type.Optional(Type.String()) })
/** Changes whose reversal restores the user's original value. */
export type Origin = Static<typeof Origin>

const Connection = Type.Object({
  /** The settings file, by the path that Claude Code uses. */
  path: Type.String(),
  /** The address that we wrote. */
  baseUrl: Type.String(),
  /**
   * Phases in -ing are written before the settings file, so that an interrupted change can be detected. `paused`:
   * disconnected until the next start. `leaving`: disconnected for good.
   */
  phase: Type.Union([
    Type.Literal('connecting'),
    Type.Literal('connected'),
    Type.Literal('pausing'),
    Type.Literal('paused'),
    Type.Literal('leaving'),
  ]),
  /** While this process is alive, other instances must not touch the connection. */
  owner: ProcessIdentity,
  edits: Edits,
  /** True when we also created the folder of the settings file. */
  madeFolder: Type.Boolean(),
  /** ISO 8601. */
  since: Type.String(),
  /** The content without our change and with the comments that connecting removed with the user's consent. */
  unrepaired: Type.Optional(Type.String()),
  /** If another Signalbox was connected: the changes to revert, of that one or of the first of several. */
  origin: Type.Optional(Origin),
  /** While paused: the address in the settings without us. If it differs later, the user has changed it. */
  resting: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})
export type RecordedConnection = Static<typeof Connection>

const ConnectRecord = Type.Object({
  version: Type.Literal(1),
  /** The user's choice; kept after a disconnect. */
  toolSearch: Type.Boolean(),
  /** Absent in older records, and until the user has chosen. */
  statusLine: Type.Optional(Type.Boolean()),
  restoreOnQuit: Type.Boolean(),
  /** The user's choice for an address that was there before; absent until the user has chosen. */
  gateway: Type.Optional(GatewayChoice),
  connection: Type.Union([Connection, Type.Null()]),
  /**
   * The address that sessions from before `at` (ms since 1970) may still use: a running Claude Code keeps a variable
   * that is removed from the settings.
   */
  farewell: Type.Union([Type.Object({ baseUrl: Type.String(), at: Type.Number() }), Type.Null()]),
})
export type ConnectRecord = Static<typeof ConnectRecord>

const NOTHING: ConnectRecord = {
  version: 1,
  toolSearch: false,
  restoreOnQuit: true,
  connection: null,
  farewell: null,
}

/**
 * Record of our changes to Claude Code's settings, stored in our data folder: written before the change, read to undo
 * it.
 */
export interface RecordFile {
  read: () => Promise<ConnectRecord>
  /** @throws AppError `claude_settings_not_written`, which names the record (rejects) */
  write: (record: ConnectRecord) => Promise<void>
}

/** @param options.name file name in the data folder; each client that we connect has a file of its own */
export function createRecordFile({
  fs,
  dataDir,
  name = 'connection.json',
}: {
  fs: FileSystem
  dataDir: string
  name?: string
}): RecordFile {
  const target = join(dataDir, name)
  return {
    async read() {
      const bytes = await orMissing(fs.readFile(target))
      return bytes === undefined ? NOTHING : parse(bytes.toString('utf8'))
    },
    async write(record) {
      try {
        await fs.mkdir(dataDir, { recursive: true, mode: 0o700 })
        const content = `${JSON.stringify(record, undefined, 2)}\n`
        const text = await orMissing(fs.readFile(target))
        // Readable by the user only: a previous address may contain a password.
        const replacement = { target, content, expected: text ?? null, mode: 0o600, owner: null }
        if (!(await replaceFile(fs, replacement))) throw new Error(`${target} was changed by another program`)
      } catch (error) {
        throw notRecorded(target, error)
      }
    },
  }
}

/** The error of a change that isn't made, because it couldn't be undone without this file. */
export function notRecorded(path: string, cause: unknown): AppError {
  const reason = codeOf(cause) === undefined ? coded('claude.busy') : explainRefusal(cause)
  const issues = [coded('claude.not_recorded', { path }), reason]
  return new AppError('claude_settings_not_written', { issues, cause })
}

/** A damaged record or one from a newer version is ignored; the settings are then judged as they are. */
function parse(text: string): ConnectRecord {
  try {
    const value: unknown = JSON.parse(text)
    return Check(ConnectRecord, value) ? value : NOTHING
  } catch {
    return NOTHING
  }
}
