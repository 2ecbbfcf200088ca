import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** Limit in bytes: real files have a few kB. */
const MAX_BYTES = 1024 * 1024

export type FileReading =
  /** `text` contains secrets: parse it at once and drop it. */
  | { kind: 'text'; text: string; mtimeMs: number }
  | { kind: 'missing' }
  /** `code` is Node's error code, or a reason in that form. */
  | { kind: 'unreadable'; code: string }

export type OpenFile = (path: string, flags: number) => Promise<FileHandle>

/**
 * Reads a small text file without ever writing, locking or blocking. `openFile` is for tests of failing file systems.
 * Never throws.
 */
export async function readSmallFile(path: string, openFile: OpenFile = open): Promise<FileReading> {
  let file: FileHandle | undefined
  try {
    // O_NONBLOCK: a named pipe under this name would block a thread of the pool forever. Windows has no such flag.
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
  // Bytes appended from here on are left for the next reading.
  const buffer = Buffer.alloc(stats.size)
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
  return { kind: 'text', text: buffer.toString('utf8', 0, bytesRead), mtimeMs: stats.mtimeMs }
}

/** Keeps only the code: messages of other file systems may contain anything. */
function toReading(error: unknown): FileReading {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
  return { kind: 'unreadable', code: /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'UNKNOWN' }
}
