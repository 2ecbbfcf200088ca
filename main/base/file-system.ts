import * as promises from 'node:fs/promises'

/** File operations used for settings; tests kill the process at each of these steps. */
export type FileSystem = Pick<
  typeof promises,
  | 'lstat'
  | 'mkdir'
  | 'open'
  | 'readFile'
  | 'readdir'
  | 'readlink'
  | 'realpath'
  | 'rename'
  | 'rmdir'
  | 'stat'
  | 'unlink'
>

export const NODE_FILES: FileSystem = promises

/** `ENOENT` and the like; undefined if it is not a system error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/** Resolves with undefined if the file or folder does not exist. */
export async function orMissing<T>(result: Promise<T>): Promise<T | undefined> {
  return result.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  })
}
