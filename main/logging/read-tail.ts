import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'

/** The complete lines at the end of a file, at most `bytes` of them. Empty when the file cannot be read. */
export function readTail(path: string, bytes: number): string[] {
  let handle: number | undefined
  try {
    // Opening a pipe would block until it has a writer.
    if (!statSync(path).isFile()) return []
    handle = openSync(path, 'r')
    const { size } = fstatSync(handle)
    const buffer = Buffer.alloc(Math.min(size, bytes))
    const read = readSync(handle, buffer, 0, buffer.length, size - buffer.length)
    const lines = buffer.toString('utf8', 0, read).split('\n')
    // The first line may be partial, and so may the text after the last line break.
    return lines.slice(size > bytes ? 1 : 0, -1)
  } catch {
    return []
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}
