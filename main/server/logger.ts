import pino, { type Logger, type LevelWithSilent, type StreamEntry } from 'pino'
import { openLogFile } from './log-file.ts'

export type { Logger }

export interface LoggerOptions {
  level: LevelWithSilent
  version: string
  /** The log file goes into its `logs` folder; without it there is only stderr. */
  dataDir?: string
}

/**
 * JSON lines on stderr and in a rotated file; stdout belongs to the one line that says where we listen. What is
 * logged is chosen field by field at the call: never headers, bodies or the value of a query. A log that cannot be
 * written never stops the program.
 */
export function createLogger({ level, version, dataDir }: LoggerOptions): Logger {
  const stderr = pino.destination({ fd: 2, sync: false })
  // A closed terminal must not end the program.
  stderr.on('error', () => undefined)
  const file = dataDir === undefined || level === 'silent' ? undefined : openLogFile(dataDir, complain)
  const streams: StreamEntry[] = [stderr, ...(file === undefined ? [] : [file])].map((stream) => ({
    level: 'trace',
    stream,
  }))
  const log = pino(
    { level, base: { version }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.multistream(streams),
  )
  function complain(error: NodeJS.ErrnoException): void {
    log.warn({ code: error.code }, 'the log file cannot be written')
  }
  return log
}
