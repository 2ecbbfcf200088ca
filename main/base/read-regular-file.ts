import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs'
import { open, stat } from 'node:fs/promises'

/** A settings file of 2 MB is refused by its parser; this leaves room for its sentence. In bytes. */
const MAX_SMALL_FILE_BYTES = 8 * 1024 * 1024

export interface ReadLimit {
  /** Larger files are refused. */
  maxBytes?: number
}

/**
 * The reason that a file is not read, with a `code` like the system's own errors: EISDIR for a folder, EFTYPE for anything else
 * that is not a regular file, EFBIG for one that is too large.
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
 * Reads a whole regular file. Waits for no writer: a FIFO or a device in place of the file would hold the program,
 * and one that never ends would fill its memory.
 *
 * @throws FileRefused, or the system's error, ENOENT where there is no file (rejects)
 */
export async function readRegularFile(path: string, limit: ReadLimit = {}): Promise<Buffer> {
  // Before opening, because opening a device may already do something.
  check(await stat(path), path)
  const file = await open(path, READ)
  try {
    check(await file.stat(), path)
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
 * The same, at once: for what a start cannot go on without.
 *
 * @throws FileRefused, or the system's error, ENOENT where there is no file
 */
export function readRegularFileSync(path: string, limit: ReadLimit = {}): Buffer {
  check(statSync(path), path)
  const file = openSync(path, READ)
  try {
    check(fstatSync(file), path)
    const content = createContent(path, limit)
    for (let chunk = newChunk(), end = false; !end; chunk = newChunk()) {
      end = content.add(chunk, readSync(file, chunk))
    }
    return content.whole()
  } finally {
    closeSync(file)
  }
}

/** Between the look and the opening a FIFO may have taken the file's place. Windows knows no such flag. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

function newChunk(): Buffer {
  return Buffer.allocUnsafe(64 * 1024)
}

function check(stats: Stats, path: string): void {
  if (stats.isFile()) return
  throw new FileRefused(stats.isDirectory() ? 'EISDIR' : 'EFTYPE', path)
}

interface Content {
  /** @returns whether this was the end of the file */
  add: (chunk: Buffer, bytes: number) => boolean
  whole: () => Buffer
}

/** Counts what comes, not what the file says of itself: it may grow meanwhile, and files in /proc have no size. */
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
