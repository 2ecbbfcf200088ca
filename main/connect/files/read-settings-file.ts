import { dirname, resolve } from 'node:path'
import { unreadable } from '../edit/settings-error.ts'
import { AppError } from '../../../shared/errors.ts'
import { explainRefusal } from '../../base/explain-refusal.ts'
import { coded } from '../../../shared/language/say.ts'
import { codeOf, type FileSystem, orMissing } from '../../base/file-system.ts'

/** In bytes. Settings are a thousand times smaller. */
const MAX_FILE_BYTES = 8 * 1024 * 1024

/** Links to links that are followed, as Linux has it. */
const MAX_LINKS = 40

export interface FoundFile {
  /** Where Claude Code looks. */
  path: string
  /** The file itself, at the end of the symbolic links; it may not exist yet. */
  target: string
  /** null where there is no file. */
  content: string | null
  /** The very bytes, to see whether somebody else wrote meanwhile. */
  bytes: Buffer | null
  /** Whose it is, and who may do what; null where there is no file. */
  owner: { mode: number; uid: number; gid: number } | null
}

/**
 * Reads a settings file, wherever its symbolic links lead.
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

/** Unlike `realpath`, this also knows where a link leads whose file does not exist yet. */
async function followLinks(fs: FileSystem, path: string): Promise<string> {
  let target = path
  for (let links = 0; links < MAX_LINKS; links++) {
    const real = await orMissing(fs.realpath(target))
    if (real !== undefined) return real
    const link = await fs.readlink(target).catch((error: unknown) => {
      // EINVAL: it is no link. UNKNOWN: the same on Windows.
      if (['ENOENT', 'ENOTDIR', 'EINVAL', 'UNKNOWN'].includes(codeOf(error) ?? '')) return undefined
      throw error
    })
    if (link === undefined) return target
    target = resolve(dirname(target), link)
  }
  throw unreadable(path, coded('system.link_loop'))
}

/** Bytes that are no UTF-8 would come back as others. */
function decode(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw unreadable(path, coded('claude.not_utf8'), error)
  }
}
