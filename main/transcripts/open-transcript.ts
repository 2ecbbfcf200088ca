import { closeSync, constants, fstatSync, openSync, realpathSync, type Stats } from 'node:fs'

/** On Windows only the first exists: undefined adds no flag, and there are no pipes in folders. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

export interface OpenTranscript {
  fd: number
  stats: Stats
  close: () => void
}

/**
 * Opens a file found by `scanRoot`, unless it has been replaced since: by a link to another place, or by a pipe, whose
 * opening would block until there is a writer.
 *
 * @returns undefined if it is missing, unreadable or not a regular transcript file
 */
export function openTranscript(path: string): OpenTranscript | undefined {
  let fd: number | undefined
  try {
    fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const stats = fstatSync(fd)
    // The path was built from real names: if it now resolves to another one, a folder in it became a link.
    if (!stats.isFile() || realpathSync(path) !== path) throw new Error('not a transcript anymore')
    const opened = fd
    return { fd: opened, stats, close: () => closeSync(opened) }
  } catch {
    if (fd !== undefined) closeSync(fd)
    return undefined
  }
}
