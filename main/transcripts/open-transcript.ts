import { closeSync, constants, fstatSync, openSync, realpathSync, type Stats } from 'node:fs'

/** Windows knows only the first of these: undefined adds no flag, and nobody has pipes in folders there. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

export interface OpenTranscript {
  fd: number
  stats: Stats
  close: () => void
}

/**
 * Opens a file that walkRoot has found, unless it was replaced since: by a link to somewhere else, or by a pipe, the
 * opening of which would wait for a writer for ever.
 *
 * @returns undefined where it is gone, is nobody's business, or may not be read
 */
export function openTranscript(path: string): OpenTranscript | undefined {
  let fd: number | undefined
  try {
    fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    const stats = fstatSync(fd)
    // The path was made of real names: where it now resolves to another one, a folder on the way became a link.
    if (!stats.isFile() || realpathSync(path) !== path) throw new Error('no longer a transcript')
    const opened = fd
    return { fd: opened, stats, close: () => closeSync(opened) }
  } catch {
    if (fd !== undefined) closeSync(fd)
    return undefined
  }
}
