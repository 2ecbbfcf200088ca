import * as promises from 'node:fs/promises'
import { readRegularFile } from './read-regular-file.ts'

/** File operations used for settings; tests kill the process at each of these steps. */
export type FileSystem = { readFile: ReadFile } & Pick<
  typeof promises,
  'lstat' | 'mkdir' | 'open' | 'readdir' | 'readlink' | 'realpath' | 'rename' | 'rmdir' | 'stat' | 'unlink'
>

/** Reads regular files of limited size only: a FIFO would block a thread of the system's pool, for good. */
type ReadFile = ((path: string) => Promise<Buffer>) & ((path: string, encoding: 'utf8') => Promise<string>)

async function readFile(path: string): Promise<Buffer>
async function readFile(path: string, encoding: 'utf8'): Promise<string>
async function readFile(path: string, encoding?: 'utf8'): Promise<Buffer | string> {
  const bytes = await readRegularFile(path)
  return encoding === undefined ? bytes : bytes.toString(encoding)
}

export const NODE_FILES: FileSystem = { ...promises, readFile }

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
