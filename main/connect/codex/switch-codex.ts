import { dirname } from 'node:path'
import type { FileSystem } from '../../base/file-system.ts'
import type { ProcessIdentity } from '../../base/process-identity.ts'
import { sameAddress } from '../address.ts'
import { type Edits, isOurs, NO_EDITS } from '../edit/edits.ts'
import type { ConnectRecord, RecordedConnection, RecordFile } from '../record.ts'
import { editSettings, folderExists, makeFolder, removeFolders } from '../switch/edit-settings.ts'
import { ADDRESS, addressIn, type ConfigFile, takeBackAddress, writeAddress } from './edit-config.ts'

export interface CodexSwitchDeps {
  fs: FileSystem
  /** Codex's folder and its `config.toml`. */
  files: { folder: string; config: string }
  record: RecordFile
  self: ProcessIdentity
  /** Wall clock, in ms since 1970. */
  now: () => number
}

/** The address that Codex is given for a Signalbox at `baseUrl`: Codex adds `/responses` to it. */
export function codexAddress(baseUrl: string): string {
  return `${baseUrl}/v1`
}

/**
 * Writes our address into Codex's configuration, and its reversal into the record before.
 *
 * @throws AppError `claude_settings_unreadable`, `claude_settings_not_written` (rejects)
 */
export async function switchCodexOn(deps: CodexSwitchDeps, baseUrl: string): Promise<void> {
  const made = await makeFolder(deps)
  const path = deps.files.config
  try {
    await editSettings(deps, {
      path,
      decide(file, record) {
        const { content, edits } = planCodexOn(file, record.connection, baseUrl)
        const connection: RecordedConnection = {
          path,
          baseUrl,
          phase: 'connecting',
          owner: deps.self,
          edits,
          madeFolder:
            made !== undefined || (record.connection?.path === path && record.connection.madeFolder),
          since: new Date(deps.now()).toISOString(),
        }
        const before: ConnectRecord = { ...record, connection }
        return { content, before, after: { ...before, connection: { ...connection, phase: 'connected' } } }
      },
    })
  } catch (error) {
    const record = await deps.record.read().catch(() => undefined)
    if (made !== undefined && record?.connection === null) await removeFolders(deps, made)
    throw error
  }
}

/** The file after connecting. Pure, and also used for the preview. */
export function planCodexOn(
  file: ConfigFile,
  connection: RecordedConnection | null,
  baseUrl: string,
): { content: string; edits: Edits } {
  const edits = connection?.path === file.path ? connection.edits : undefined
  return writeAddress(file, { address: codexAddress(baseUrl), edits })
}

/**
 * Takes our address back.
 *
 * @param options.how `paused`: the next start connects again
 * @returns the name of the key if its value was changed since; it stays then
 * @throws AppError `claude_settings_unreadable`, `claude_settings_not_written` (rejects)
 */
export async function switchCodexOff(
  deps: CodexSwitchDeps,
  { baseUrl, how }: { baseUrl: string; how: 'forgotten' | 'paused' },
): Promise<string[]> {
  const known = (await deps.record.read()).connection
  const path = known?.path ?? deps.files.config
  let left: string[] = []
  if (!(await folderExists(deps, path))) {
    const record = await deps.record.read()
    if (record.connection !== null) await deps.record.write(without(record, { how, resting: null }))
    return left
  }
  await editSettings(deps, {
    path,
    decide(file, record) {
      const plan = planCodexOff(file, record.connection, baseUrl)
      if (plan === undefined && record.connection === null) return undefined
      const content = plan === undefined ? file.content : plan.content
      left = plan?.left ?? []
      const resting = addressIn({ path, content }) ?? null
      return { content, before: leaving(record, how), after: without(record, { how, resting }) }
    },
  })
  // Deletes the folder only if it is empty.
  if (known?.madeFolder === true) await deps.fs.rmdir(dirname(path)).catch(() => undefined)
  return left
}

/** The file after disconnecting; undefined when nothing in it is ours. Pure, and also used for the preview. */
export function planCodexOff(
  file: ConfigFile,
  connection: RecordedConnection | null,
  baseUrl: string,
): { content: string | null; left: string[] } | undefined {
  const own = connection?.edits ?? NO_EDITS
  const edits = own.entries.length === 0 ? adopted(file, baseUrl) : own
  return edits && takeBackAddress(file, edits)
}

/** Our address, written by hand, maybe while we were not running: disconnecting removes it. */
function adopted(file: ConfigFile, baseUrl: string): Edits | undefined {
  const current = addressIn(file)
  if (current === undefined || !sameAddress(current, codexAddress(baseUrl))) return undefined
  return { entries: [{ name: ADDRESS, before: null, value: current }] }
}

/** True if the user has not changed the address since we wrote it or took it back. */
export function isCodexUntouched(file: ConfigFile, connection: RecordedConnection): boolean {
  const current = addressIn(file)
  if (connection.phase === 'paused') return (current ?? null) === (connection.resting ?? null)
  return connection.edits.entries.some((entry) => isOurs(entry, current))
}

const PHASES = { forgotten: 'leaving', paused: 'pausing' } as const

/** The record that lets the next start complete an interrupted disconnect. */
function leaving(record: ConnectRecord, how: 'forgotten' | 'paused'): ConnectRecord {
  const { connection } = record
  return connection === null ? record : { ...record, connection: { ...connection, phase: PHASES[how] } }
}

function without(
  record: ConnectRecord,
  { how, resting }: { how: 'forgotten' | 'paused'; resting: string | null },
): ConnectRecord {
  const { connection } = record
  if (how === 'forgotten' || connection === null) return { ...record, connection: null }
  const paused = { ...connection, phase: 'paused' as const, edits: NO_EDITS, madeFolder: false, resting }
  return { ...record, connection: paused }
}
