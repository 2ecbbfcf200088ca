import { mkdirSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Creates a folder and those above it. Node's `recursive` tries without end where a folder cannot be created below one
 * that exists, as in `/proc`.
 *
 * @param mode permissions of the folders that are created
 * @throws NodeJS.ErrnoException of the first folder that cannot be created; `EEXIST` if a file is in its place
 */
export function makeFolderSync(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, mode)
  } catch (error) {
    if (isFolder(path)) return
    if (!isMissing(error) || dirname(path) === path) throw error
    if (!isFolder(dirname(path))) makeFolderSync(dirname(path), mode)
    // Once more only: another process may have created the folder above meanwhile.
    try {
      mkdirSync(path, mode)
    } catch (reason) {
      if (!isFolder(path)) throw reason
    }
  }
}

/** The same without blocking. Rejects as `makeFolderSync` throws. */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, mode)
  } catch (error) {
    if (isFolder(path)) return
    if (!isMissing(error) || dirname(path) === path) throw error
    if (!isFolder(dirname(path))) await makeFolder(dirname(path), mode)
    await mkdir(path, mode).catch((reason: unknown) => {
      if (!isFolder(path)) throw reason
    })
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
