import { mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createStream, type RotatingFileStream } from 'rotating-file-stream'

export function logPath(dataDir: string): string {
  return join(dataDir, 'logs', 'signalbox.log')
}

/**
 * The log file, 5 MB, and four older ones beside it. Only this user can read them.
 *
 * @param onError called once and never before this returns, when the file cannot be written
 * @returns `undefined` when the folder cannot be made
 */
export function openLogFile(
  file: string,
  onError: (error: NodeJS.ErrnoException) => void,
): RotatingFileStream | undefined {
  const path = dirname(file)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    // Later: whoever asked for the file has no log yet.
    setImmediate(() => onError(toErrno(error)))
    return undefined
  }
  const stream = createStream(basename(file), { path, size: '5M', maxFiles: 4, mode: 0o600 })
  stream.once('error', (error) => {
    // What comes after is the same news.
    stream.on('error', () => undefined)
    onError(error)
  })
  return stream
}

function toErrno(error: unknown): NodeJS.ErrnoException {
  return error instanceof Error ? error : new Error('unknown')
}
