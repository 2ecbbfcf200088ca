import { access, constants, lstat, realpath, stat } from 'node:fs/promises'
import type { RejectedBinary } from '../../../shared/health/cli.ts'

export interface BinaryFile {
  realpath: string
  mtimeMs: number
  /** Changes when the file is replaced, or the link is changed, even with an equal time. */
  fingerprint: string
}

export type Inspection = { usable: BinaryFile } | { rejected: RejectedBinary['reason'] }

/** Checks that a path leads to an executable file, by the rules of a shell's search. Never throws. */
export async function inspectBinary(path: string): Promise<Inspection> {
  try {
    const stats = await stat(path)
    if (!stats.isFile()) return { rejected: 'not_a_file' }
    const target = await realpath(path)
    // On Windows this only tests for readability; the extension decides there.
    if (!(await isExecutable(path))) return { rejected: 'not_executable' }
    const fingerprint = [target, stats.mtimeMs, stats.size, stats.ino].join('|')
    return { usable: { realpath: target, mtimeMs: stats.mtimeMs, fingerprint } }
  } catch (error) {
    if (!isMissing(error)) return { rejected: 'unreadable' }
    const link = await lstat(path).catch(() => undefined)
    return { rejected: link === undefined ? 'missing' : 'broken_link' }
  }
}

/** True if the directory exists. A missing working directory looks like a missing program (ENOENT). */
export function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** ENOTDIR: a file has the name of the directory. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
