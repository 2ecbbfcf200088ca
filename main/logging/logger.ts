import pino, { type Logger, type LevelWithSilent, type StreamEntry } from 'pino'
import { logPath, openLogFile } from './log-file.ts'
import type { LogTap } from './create-log-tap.ts'
import { createStderr } from './create-stderr.ts'
import { readTail } from './read-tail.ts'
import { redactLine } from './redact-line.ts'
import { toTextLine } from './to-text-line.ts'

export type { Logger }

export interface LoggerOptions {
  level: LevelWithSilent
  version: string
  /** The log file goes into its `logs` folder; without it there is only stderr. */
  dataDir?: string
  /** Gets what is written too, after the last lines of the run before. */
  tap?: LogTap
}

/** What of an older log is shown again, in bytes. */
const MAX_EARLIER_BYTES = 256 * 1024

/**
 * JSON lines in a rotated file and on stderr, where a terminal gets them as text; stdout belongs to the one line that
 * says where we listen. What is logged is chosen field by field at the call: never headers, bodies or the value of a query. A log that cannot be
 * written never stops the program.
 */
export function createLogger({ level, version, dataDir, tap }: LoggerOptions): Logger {
  const stderr = createStderr()
  const path = dataDir === undefined || level === 'silent' ? undefined : logPath(dataDir)
  if (path !== undefined && tap !== undefined) {
    for (const line of readTail(path, MAX_EARLIER_BYTES)) tap.write(line)
    tap.setFile(path)
  }
  const file = path === undefined ? undefined : openLogFile(path, complain)
  const streams: StreamEntry[] = [process.stderr.isTTY ? asText(stderr) : stderr, file, tap]
    .filter((stream) => stream !== undefined)
    .map((stream) => ({ level: 'trace', stream }))
  const log = pino(
    {
      level,
      base: { version },
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: redactLine },
    },
    pino.multistream(streams),
  )
  function complain(error: NodeJS.ErrnoException): void {
    tap?.setFile(undefined)
    log.warn({ code: error.code }, 'the log file cannot be written')
  }
  return log
}

function asText(terminal: { write: (text: string) => unknown }): { write: (line: string) => void } {
  return {
    write(line) {
      const text = toTextLine(line)
      if (text !== undefined) terminal.write(`${text}\n`)
    },
  }
}
