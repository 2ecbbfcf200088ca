import { basename, dirname, join } from 'node:path'
import { createStream, type RotatingFileStream } from 'rotating-file-stream'
import { makeFolderSync } from '../base/make-folder.ts'

export function logPath(dataDir: string): string {
  return join(dataDir, 'logs', 'signalbox.log')
}

/**
 * The log file of 5 MB, with four older ones. Only this user can read them.
 *
 * @param onError called once, never before this returns, when the file cannot be written
 * @returns `undefined` when the folder cannot be created
 */
export function openLogFile(
  file: string,
  onError: (error: NodeJS.ErrnoException) => void,
): RotatingFileStream | undefined {
  const path = dirname(file)
  try {
    makeFolderSync(path, 0o700)
  } catch (error) {
    // Deferred: the caller has no logger yet.
    setImmediate(() => onError(toErrno(error)))
    return undefined
  }
  const stream = createStream(basename(file), { path, size: '5M', maxFiles: 4, mode: 0o600 })
  stream.once('error', (error) => {
    // Later errors have the same cause.
    stream.on('error', () => undefined)
    onError(error)
  })
  return stream
}

function toErrno(error: unknown): NodeJS.ErrnoException {
  return error instanceof Error ? error : new Error('unknown')
}
