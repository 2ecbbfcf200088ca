import { parseRecord } from './json/parse-json.ts'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { coded } from '../../shared/language/say.ts'
import { AppError } from '../../shared/errors.ts'
import { codeOf, type FileSystem, orMissing } from './file-system.ts'
import { isAlive, ownIdentity, type ProcessIdentity } from './process-identity.ts'

const LOCK = '.signalbox.lock'

/** Maximum wait for another Signalbox and the polling interval, in ms. A write takes a few ms. */
const PATIENCE = 5_000
const PAUSE = 25

/** A lock file may be empty for this long while it is created; after that its creator has crashed. In ms. */
const ABANDONED = 1_000

/**
 * Runs `act` while no other Signalbox edits files in this folder. The lock of a dead process is ignored.
 *
 * @throws AppError `claude_settings_not_written` when another process does not release the lock in time, or when the
 *   lock is a folder or another thing that holds no lock
 */
export async function withLock<T>(fs: FileSystem, folder: string, act: () => Promise<T>): Promise<T> {
  const path = join(folder, LOCK)
  const text = JSON.stringify(ownIdentity())
  const until = performance.now() + PATIENCE
  while (!(await take(fs, path, text))) {
    const holder = await holderOf(fs, path).catch((error: unknown) => refuse(path, error))
    if (holder === 'gone') await stealFrom(fs, path)
    else if (performance.now() > until) throw busy(holder)
    else await setTimeout(PAUSE)
  }
  try {
    return await act()
  } finally {
    await fs.unlink(path).catch(() => undefined)
  }
}

/** Removes the lock of a dead process if no other process wants it. */
export async function dropStaleLock(fs: FileSystem, folder: string): Promise<void> {
  const path = join(folder, LOCK)
  if ((await holderOf(fs, path)) === 'gone') await stealFrom(fs, path)
}

async function take(fs: FileSystem, path: string, text: string): Promise<boolean> {
  let isCreated = false
  try {
    const file = await fs.open(path, 'wx', 0o600)
    isCreated = true
    try {
      await file.writeFile(text)
    } finally {
      await file.close()
    }
    return true
  } catch (error) {
    // A full disk creates files but fills none.
    if (isCreated) await fs.unlink(path).catch(() => undefined)
    else if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Undefined if unknown, because the lock is being created or removed. */
async function holderOf(fs: FileSystem, path: string): Promise<ProcessIdentity | 'gone' | undefined> {
  const text = await orMissing(fs.readFile(path, 'utf8'))
  if (text === undefined) return undefined
  const holder = parse(text)
  if (holder !== undefined) return isAlive(holder) ? holder : 'gone'
  const stat = await orMissing(fs.stat(path))
  return stat !== undefined && Date.now() - stat.mtimeMs > ABANDONED ? 'gone' : undefined
}

function parse(text: string): ProcessIdentity | undefined {
  const { pid, birth } = parseRecord(text) ?? {}
  return typeof pid === 'number' ? { pid, birth: typeof birth === 'string' ? birth : null } : undefined
}

/** Renames first: of two processes that remove a stale lock, only one finds it. */
async function stealFrom(fs: FileSystem, path: string): Promise<void> {
  const aside = `${path}-${randomBytes(4).toString('hex')}`
  if ((await orMissing(fs.rename(path, aside).then(() => true))) === undefined) return
  const holder = await holderOf(fs, aside)
  // Another process may have taken the lock between the check and the rename: it keeps it.
  if (holder === 'gone') await orMissing(fs.unlink(aside))
  else await orMissing(fs.rename(aside, path))
}

/** Names the lock: otherwise the error would seem to be about the edited file. */
function refuse(path: string, error: unknown): never {
  if (!['EISDIR', 'EFTYPE'].includes(codeOf(error) ?? '')) throw error
  const issues = [coded('claude.lock_unusable', { path })]
  throw new AppError('claude_settings_not_written', { issues, cause: error })
}

function busy(holder: ProcessIdentity | undefined): AppError {
  const issue = holder === undefined ? coded('claude.locked') : coded('claude.locked_by', { pid: holder.pid })
  return new AppError('claude_settings_not_written', { issues: [issue] })
}
