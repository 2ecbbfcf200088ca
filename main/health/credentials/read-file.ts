import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** Real files hold a few kB. More is not a credential file, and must not fill the memory. */
const MAX_BYTES = 1024 * 1024

export type FileReading =
  /** `text` holds secrets: parse it at once and let it go. */
  | { kind: 'text'; text: string; mtimeMs: number }
  | { kind: 'missing' }
  /** `code` is Node's error code, or a reason in that form. */
  | { kind: 'unreadable'; code: string }

export type OpenFile = (path: string, flags: number) => Promise<FileHandle>

/**
 * Reads a small text file without ever writing, locking or waiting. `openFile` is there for tests of file systems that
 * fail. Never throws.
 */
export async function readSmallFile(path: string, openFile: OpenFile = open): Promise<FileReading> {
  let file: FileHandle | undefined
  try {
    // O_NONBLOCK: a named pipe in place of the file would hold a thread of the pool for ever. Windows has no such flag.
    file = await openFile(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    return await readOpened(file)
  } catch (error) {
    return toReading(error)
  } finally {
    await file?.close().catch(() => undefined)
  }
}

async function readOpened(file: FileHandle): Promise<FileReading> {
  const stats = await file.stat()
  if (!stats.isFile()) return { kind: 'unreadable', code: 'EISDIR' }
  if (stats.size > MAX_BYTES) return { kind: 'unreadable', code: 'EFBIG' }
  // What is appended from here on is left for the next reading.
  const buffer = Buffer.alloc(stats.size)
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
  return { kind: 'text', text: buffer.toString('utf8', 0, bytesRead), mtimeMs: stats.mtimeMs }
}

/** Only the code survives: messages of other file systems may say anything. */
function toReading(error: unknown): FileReading {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
  return { kind: 'unreadable', code: /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'UNKNOWN' }
}
