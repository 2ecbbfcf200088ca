import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Edits } from './edit/edits.ts'
import { type FileSystem, orMissing } from '../base/file-system.ts'
import { ProcessIdentity } from '../base/process-identity.ts'
import { readRegularFile } from '../base/read-regular-file.ts'
import { replaceFile } from './files/replace-file.ts'

const Origin = Type.Object({ edits: Edits, unrepaired: Type.Optional(Type.String()) })
/** Changes that lead back to what the user had. */
export type Origin = Static<typeof Origin>

const Connection = Type.Object({
  /** The settings file, as Claude Code names it. */
  path: Type.String(),
  /** The address that we wrote. */
  baseUrl: Type.String(),
  /**
   * Those in -ing are written before the settings file is, so that whatever a crash left behind can be told.
   * `paused`: taken back until the next start. `leaving`: taken back for good.
   */
  phase: Type.Union([
    Type.Literal('connecting'),
    Type.Literal('connected'),
    Type.Literal('pausing'),
    Type.Literal('paused'),
    Type.Literal('leaving'),
  ]),
  /** While it lives, the connection is its business and no other Signalbox's. */
  owner: ProcessIdentity,
  edits: Edits,
  /** Whether the folder of the settings file is ours, too. */
  madeFolder: Type.Boolean(),
  /** ISO 8601. */
  since: Type.String(),
  /** The content without our change and with the comments that connecting removed, as the user agreed. */
  unrepaired: Type.Optional(Type.String()),
  /** Where another Signalbox was connected: what that one has to take back, or the first of several. */
  origin: Type.Optional(Origin),
  /** While paused: the address that the settings name without us. Another one later is the user's decision. */
  resting: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})
export type RecordedConnection = Static<typeof Connection>

const ConnectRecord = Type.Object({
  version: Type.Literal(1),
  /** What the user chose; it stays when the connection goes. */
  toolSearch: Type.Boolean(),
  restoreOnQuit: Type.Boolean(),
  connection: Type.Union([Connection, Type.Null()]),
  /**
   * The address that sessions from before `at` (ms since 1970) may still use: a variable that is taken out of the
   * settings stays set in a running Claude Code.
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

/** What we changed in Claude Code's settings, kept in our data folder: written before the change, read to undo it. */
export interface RecordFile {
  read: () => Promise<ConnectRecord>
  /** @throws the system's error (rejects) */
  write: (record: ConnectRecord) => Promise<void>
}

export function createRecordFile({ fs, dataDir }: { fs: FileSystem; dataDir: string }): RecordFile {
  const target = join(dataDir, 'connection.json')
  return {
    async read() {
      const bytes = await orMissing(readRegularFile(target))
      return bytes === undefined ? NOTHING : parse(bytes.toString('utf8'))
    },
    async write(record) {
      await fs.mkdir(dataDir, { recursive: true, mode: 0o700 })
      const content = `${JSON.stringify(record, undefined, 2)}\n`
      const text = await orMissing(fs.readFile(target))
      // Only the user can read it: a former address may hold a password.
      const replacement = { target, content, expected: text ?? null, mode: 0o600, owner: null }
      if (!(await replaceFile(fs, replacement))) throw new Error(`${target} was changed by somebody else`)
    },
  }
}

/** A record that was damaged or is a newer version's says nothing; the settings are judged as they are. */
async function parse(text: string): Promise<ConnectRecord> {
  // Late, because most starts have no record to check.
  const { Check } = await import('typebox/value')
  try {
    const value: unknown = JSON.parse(text)
    return Check(ConnectRecord, value) ? value : NOTHING
  } catch {
    return NOTHING
  }
}
