import { readSync } from 'node:fs'

const CHUNK_BYTES = 1024 * 1024
/** Longer lines are skipped, in bytes, so that memory is bounded for any file. */
const MAX_LINE_BYTES = 64 * 1024 * 1024
const NEWLINE = 0x0a

export interface ReadLinesOptions {
  fd: number
  /** Byte offsets: start of the first line, and end of the range. */
  from: number
  to: number
  /**
   * @param line without its line feed; only valid during the call
   *
   * @param end offset of the next line
   * @returns true to stop reading
   */
  onLine: (line: Buffer, end: number) => boolean | void
  /** Called between chunks, so that a long file does not block other queries. */
  pause: () => Promise<void> | undefined
  longestLine?: number
  /** Chunk size, in bytes. */
  chunkBytes?: number
}

/**
 * Reads the complete lines in a part of a file.
 *
 * @returns the rest after the last line feed, which may be an unfinished line; empty if it is too long
 */
export async function readLines(options: ReadLinesOptions): Promise<Buffer> {
  const { fd, from, to, onLine, pause, longestLine = MAX_LINE_BYTES, chunkBytes = CHUNK_BYTES } = options
  const chunk = Buffer.allocUnsafe(Math.max(0, Math.min(chunkBytes, to - from)))
  /** The start of a line that continues in the next chunk. */
  let begun: Buffer[] = []
  let begunBytes = 0
  for (let at = from; at < to;) {
    const read = readSync(fd, chunk, 0, Math.min(chunk.length, to - at), at)
    // The file has become shorter.
    if (read === 0) break
    const bytes = chunk.subarray(0, read)
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      const rest = bytes.subarray(start, end)
      start = end + 1
      const fits = begunBytes + rest.length <= longestLine
      const line = begun.length === 0 ? rest : Buffer.concat([...begun, rest])
      begun = []
      begunBytes = 0
      if (fits && onLine(line, at + start) === true) return Buffer.alloc(0)
    }
    begunBytes += read - start
    if (begunBytes > longestLine) begun = []
    else if (start < read) begun.push(Buffer.from(bytes.subarray(start)))
    at += read
    await pause()
  }
  return begunBytes > longestLine ? Buffer.alloc(0) : Buffer.concat(begun)
}
