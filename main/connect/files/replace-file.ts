import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { codeOf, type FileSystem, orMissing } from '../../base/file-system.ts'
import { sweep } from './sweep.ts'

/** Retry delays in ms. Windows refuses to replace a file while a virus scanner or an editor has it open. */
const PATIENCE = [10, 20, 50, 100, 200, 400, 800]

export interface Replacement {
  target: string
  /** null deletes the file. */
  content: string | null
  /** The expected current bytes; null if there is no file. Anything else is a concurrent change. */
  expected: Buffer | null
  mode: number
  /** Owner of the new file; null for the current user. */
  owner: { uid: number; gid: number } | null
}

/**
 * Replaces a file atomically, also when the process is killed or the power fails: temporary file in the same folder,
 * flush, rename, flush of the folder. Mode and owner stay.
 *
 * @returns false, with nothing changed, when the file no longer has the expected content
 * @throws the system's error
 */
export async function replaceFile(fs: FileSystem, replacement: Replacement): Promise<boolean> {
  const { target, content } = replacement
  await sweep(fs, dirname(target))
  if (content === null) {
    if (!(await isExpected(fs, replacement))) return false
    await orMissing(fs.unlink(target))
  } else {
    const temporary = join(dirname(target), `.signalbox-${process.pid}-${randomBytes(8).toString('hex')}.tmp`)
    try {
      await writeWhole(fs, temporary, replacement)
      // Checked as late as possible: a write after this check is overwritten by the rename.
      if (!(await isExpected(fs, replacement))) return false
      await renameOver(fs, temporary, target)
    } finally {
      await fs.unlink(temporary).catch(() => undefined)
    }
  }
  await flushFolder(fs, dirname(target))
  return true
}

async function writeWhole(
  fs: FileSystem,
  path: string,
  { content, mode, owner }: Replacement,
): Promise<void> {
  const file = await fs.open(path, 'wx', 0o600)
  try {
    await file.writeFile(content ?? '')
    if (process.platform !== 'win32') {
      const made = await file.stat()
      const isTheirs = owner === null || (made.uid === owner.uid && made.gid === owner.gid)
      if (!isTheirs) await file.chown(owner.uid, owner.gid)
      // After chown, which clears some mode bits.
      await file.chmod(mode)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

async function isExpected(fs: FileSystem, { target, expected }: Replacement): Promise<boolean> {
  const present = await orMissing(fs.readFile(target))
  return expected === null ? present === undefined : present?.equals(expected) === true
}

async function renameOver(fs: FileSystem, from: string, to: string): Promise<void> {
  for (const pause of process.platform === 'win32' ? PATIENCE : []) {
    try {
      return await fs.rename(from, to)
    } catch (error) {
      if (!['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')) throw error
      await setTimeout(pause)
    }
  }
  await fs.rename(from, to)
}

/** Without this, a power failure may undo the rename. Windows has no equivalent. */
async function flushFolder(fs: FileSystem, path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await fs.open(path, 'r')
  try {
    await folder.sync()
  } catch {
    // Network file systems refuse to flush a folder; they handle durability themselves.
  } finally {
    await folder.close()
  }
}
