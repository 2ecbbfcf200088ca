import { dirname } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { explainRefusal } from '../../base/explain-refusal.ts'
import { type Coded, coded } from '../../../shared/language/say.ts'
import { codeOf, type FileSystem, orMissing } from '../../base/file-system.ts'
import { type FoundFile, readSettingsFile } from '../files/read-settings-file.ts'
import { replaceFile } from '../files/replace-file.ts'
import { withLock } from '../../base/folder-lock.ts'
import type { ConnectRecord } from '../record.ts'
import type { SwitchDeps } from './deps.ts'

/** Claude Code writes the same file, but will not interfere more often than this. */
const ATTEMPTS = 20

export interface Change {
  /** null deletes the file. */
  content: string | null
  /** Written before the settings, so that a crash in between can be detected. */
  before: ConnectRecord
  /** Written after the settings. */
  after: ConnectRecord
}

/**
 * Changes a settings file and its record in an order that survives a crash at every step and never overwrites
 * concurrent writes of Claude Code or another Signalbox.
 *
 * @param options.decide is called again when the file was changed meanwhile
 * @throws AppError `claude_settings_unreadable`, `claude_settings_not_written` (rejects)
 */
export async function editSettings(
  { fs, record }: Pick<SwitchDeps, 'fs' | 'record'>,
  { path, decide }: { path: string; decide: (file: FoundFile, record: ConnectRecord) => Change | undefined },
): Promise<void> {
  try {
    const { target } = await readSettingsFile(fs, path)
    await withLock(fs, dirname(target), async () => {
      // Read once: the record that a failed attempt leaves does not describe the file.
      const known = await record.read()
      let written: string | null | undefined
      try {
        for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
          const file = await readSettingsFile(fs, path)
          const change = decide(file, known)
          if (change === undefined) return
          await record.write(change.before)
          written = change.content
          if (!(await put({ fs }, file, change.content))) continue
          await record.write(change.after)
          return
        }
        throw notWritten(path, coded('claude.busy'))
      } catch (error) {
        // Otherwise the next start would make a change that the user was told isn't made.
        if (known.connection === null && written !== undefined && !(await contains({ fs, path }, written)))
          await record.write(known).catch(() => undefined)
        throw error
      }
    })
  } catch (error) {
    if (error instanceof AppError || codeOf(error) === undefined) throw error
    throw notWritten(path, explainRefusal(error), error)
  }
}

interface FolderDeps extends Pick<SwitchDeps, 'fs'> {
  files: Pick<SwitchDeps['files'], 'folder'>
}

/** Creates the folder of a file if needed; returns the topmost folder that it had to create. */
export async function makeFolder({ fs, files }: FolderDeps): Promise<string | undefined> {
  try {
    return await fs.mkdir(files.folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw notWritten(files.folder, explainRefusal(error), error)
  }
}

/** Reverts `makeFolder`. Removes empty folders only. */
export async function removeFolders({ fs, files }: FolderDeps, made: string): Promise<void> {
  try {
    for (let folder = files.folder; folder.length >= made.length; folder = dirname(folder)) {
      await fs.rmdir(folder)
    }
  } catch {
    // Claude Code has put something into it.
  }
}

export async function folderExists({ fs }: Pick<SwitchDeps, 'fs'>, path: string): Promise<boolean> {
  const target = await readSettingsFile(fs, path).then((file) => file.target)
  return (await orMissing(fs.stat(dirname(target)))) !== undefined
}

/** True if the file has this content, or can't be read: then it may have. */
async function contains(
  { fs, path }: { fs: FileSystem; path: string },
  content: string | null,
): Promise<boolean> {
  try {
    return (await readSettingsFile(fs, path)).content === content
  } catch {
    return true
  }
}

async function put(
  { fs }: Pick<SwitchDeps, 'fs'>,
  file: FoundFile,
  content: string | null,
): Promise<boolean> {
  if (content === file.content) return true
  const { path, target, bytes, owner } = file
  const uid = process.getuid?.() ?? owner?.uid
  if (owner !== null && uid !== 0 && owner.uid !== uid) throw notWritten(path, coded('claude.other_owner'))
  // A rename works without write permission on the file itself, but a write-protected file is the user's intent.
  if (owner !== null && (owner.mode & 0o200) === 0) throw notWritten(path, coded('claude.write_protected'))
  const mode = owner?.mode ?? 0o600
  return replaceFile(fs, { target, content, expected: bytes, mode, owner })
}

function notWritten(path: string, problem: Coded, cause?: unknown): AppError {
  return new AppError('claude_settings_not_written', { issues: [{ file: path, ...problem }], cause })
}
