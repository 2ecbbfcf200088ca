import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'

/** The whole lines at the end of a file, at most `bytes` of them. None where the file cannot be read. */
export function readTail(path: string, bytes: number): string[] {
  let handle: number | undefined
  try {
    // To open a pipe would wait for somebody who writes.
    if (!statSync(path).isFile()) return []
    handle = openSync(path, 'r')
    const { size } = fstatSync(handle)
    const buffer = Buffer.alloc(Math.min(size, bytes))
    const read = readSync(handle, buffer, 0, buffer.length, size - buffer.length)
    const lines = buffer.toString('utf8', 0, read).split('\n')
    // The first one may have begun before, and behind the last line break there is none, or half of one.
    return lines.slice(size > bytes ? 1 : 0, -1)
  } catch {
    return []
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}
