import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs'
import { open, stat } from 'node:fs/promises'

/**
 * A settings file of 2 MB is rejected by its parser; this limit is higher, so that its error is the one shown. In
 * bytes.
 */
const MAX_SMALL_FILE_BYTES = 8 * 1024 * 1024

export interface ReadLimit {
  /** Larger files are rejected. In bytes. */
  maxBytes?: number
}

/**
 * A refused file, with a `code` like the system's own errors: EISDIR for a folder, EFTYPE for anything else that is not
 * a regular file, EFBIG for one that is too large.
 */
class FileRefused extends Error {
  readonly code: 'EISDIR' | 'EFTYPE' | 'EFBIG'

  constructor(code: FileRefused['code'], path: string) {
    super(`${code}: ${REASONS[code]}, read '${path}'`)
    this.name = 'FileRefused'
    this.code = code
  }
}

const REASONS = {
  EISDIR: 'is a folder',
  EFTYPE: 'is not a regular file',
  EFBIG: 'is too large',
} as const

/**
 * Reads a whole regular file. Never blocks on a FIFO or a device in the file's place: it could hang the program, or
 * fill its memory if it never ends.
 *
 * @throws FileRefused, or the system's error, ENOENT if there is no file (rejects)
 */
export async function readRegularFile(path: string, limit: ReadLimit = {}): Promise<Buffer> {
  // Checked before opening, because opening a device may have side effects.
  checkRegular(await stat(path), path)
  const file = await open(path, READ)
  try {
    checkRegular(await file.stat(), path)
    const content = createContent(path, limit)
    for (let chunk = newChunk(), end = false; !end; chunk = newChunk()) {
      end = content.add(chunk, (await file.read(chunk)).bytesRead)
    }
    return content.whole()
  } finally {
    await file.close()
  }
}

/**
 * Synchronous version, for files that startup depends on.
 *
 * @throws FileRefused, or the system's error, ENOENT if there is no file
 */
export function readRegularFileSync(path: string, limit: ReadLimit = {}): Buffer {
  checkRegular(statSync(path), path)
  const file = openSync(path, READ)
  try {
    checkRegular(fstatSync(file), path)
    const content = createContent(path, limit)
    for (let chunk = newChunk(), end = false; !end; chunk = newChunk()) {
      end = content.add(chunk, readSync(file, chunk))
    }
    return content.whole()
  } finally {
    closeSync(file)
  }
}

/** Non-blocking, because a FIFO may replace the file between the check and the opening. Windows has no such flag. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

function newChunk(): Buffer {
  return Buffer.allocUnsafe(64 * 1024)
}

/** @throws FileRefused for anything but a regular file */
export function checkRegular(stats: Stats, path: string): void {
  if (stats.isFile()) return
  throw new FileRefused(stats.isDirectory() ? 'EISDIR' : 'EFTYPE', path)
}

interface Content {
  /** @returns true at the end of the file */
  add: (chunk: Buffer, bytes: number) => boolean
  whole: () => Buffer
}

/** Counts received bytes instead of trusting the reported size: the file may grow, and files in /proc have no size. */
function createContent(path: string, { maxBytes = MAX_SMALL_FILE_BYTES }: ReadLimit): Content {
  const chunks: Buffer[] = []
  let size = 0
  return {
    add(chunk, bytes) {
      size += bytes
      if (size > maxBytes) throw new FileRefused('EFBIG', path)
      chunks.push(chunk.subarray(0, bytes))
      return bytes === 0
    },
    whole: () => Buffer.concat(chunks),
  }
}
