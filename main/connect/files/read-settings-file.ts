import { dirname, resolve } from 'node:path'
import { unreadable } from '../edit/settings-error.ts'
import { AppError } from '../../../shared/errors.ts'
import { explainRefusal } from '../../base/explain-refusal.ts'
import { coded } from '../../../shared/language/say.ts'
import { codeOf, type FileSystem, orMissing } from '../../base/file-system.ts'

/** In bytes. Real settings are about a thousand times smaller. */
const MAX_FILE_BYTES = 8 * 1024 * 1024

/** Maximum symbolic links to follow, as on Linux. */
const MAX_LINKS = 40

export interface FoundFile {
  /** The path that Claude Code reads. */
  path: string
  /** The path after resolving symbolic links; the file may not exist yet. */
  target: string
  /** null if there is no file. */
  content: string | null
  /** The raw bytes, to detect concurrent writes. */
  bytes: Buffer | null
  /** Owner and mode; null if there is no file. */
  owner: { mode: number; uid: number; gid: number } | null
}

/**
 * Reads a settings file, following symbolic links.
 *
 * @throws AppError `claude_settings_unreadable`
 */
export async function readSettingsFile(fs: FileSystem, path: string): Promise<FoundFile> {
  try {
    return await read(fs, path)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw unreadable(path, explainRefusal(error), error)
  }
}

async function read(fs: FileSystem, path: string): Promise<FoundFile> {
  const target = await followLinks(fs, path)
  const stat = await orMissing(fs.stat(target))
  if (stat === undefined) return { path, target, content: null, bytes: null, owner: null }
  if (!stat.isFile()) throw unreadable(path, coded('claude.not_a_file'))
  if (stat.size > MAX_FILE_BYTES)
    throw unreadable(path, coded('file.too_large', { megabytes: MAX_FILE_BYTES / 1024 / 1024 }))
  const bytes = await fs.readFile(target)
  const { mode, uid, gid } = stat
  return { path, target, bytes, content: decode(bytes, path), owner: { mode: mode & 0o7777, uid, gid } }
}

/** Unlike `realpath`, also resolves a link whose target does not exist yet. */
async function followLinks(fs: FileSystem, path: string): Promise<string> {
  let target = path
  for (let links = 0; links < MAX_LINKS; links++) {
    const real = await orMissing(fs.realpath(target))
    if (real !== undefined) return real
    const link = await fs.readlink(target).catch((error: unknown) => {
      // EINVAL: not a link. UNKNOWN: the same on Windows.
      if (['ENOENT', 'ENOTDIR', 'EINVAL', 'UNKNOWN'].includes(codeOf(error) ?? '')) return undefined
      throw error
    })
    if (link === undefined) return target
    target = resolve(dirname(target), link)
  }
  throw unreadable(path, coded('system.link_loop'))
}

/** Invalid UTF-8 would not survive a round trip. */
function decode(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw unreadable(path, coded('file.not_utf8'), error)
  }
}
