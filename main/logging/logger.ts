import pino, { type Logger, type LevelWithSilent, type StreamEntry } from 'pino'
import { logPath, openLogFile } from './log-file.ts'
import type { LogTap } from './create-log-tap.ts'
import { createStderr } from './create-stderr.ts'
import { readTail } from './read-tail.ts'
import { inEnglish } from '../../shared/language/say.ts'
import { explainRefusal } from '../base/explain-refusal.ts'
import { createOwnMask } from '../base/create-secret-mask.ts'
import { MAX_MASKED_CHARS, redactLine } from './redact-line.ts'
import { toTextLine } from './to-text-line.ts'

export type { Logger }

export interface LoggerOptions {
  level: LevelWithSilent
  version: string
  /** The log file is in its `logs` folder; without it, only stderr is written. */
  dataDir?: string
  /** Our own secrets, which no line may contain. */
  secrets?: readonly (string | undefined)[]
  /** Also receives each line, after the last lines of the previous run. */
  tap?: LogTap
}

/** Bytes of the previous log that are shown again. */
const MAX_EARLIER_BYTES = 256 * 1024

/**
 * JSON lines in a rotated file and on stderr, as text when stderr is a terminal; stdout is reserved for the one line
 * with the listening address. Each call chooses its fields: never headers, bodies or query values. A log that cannot be
 * written never stops the program.
 */
export function createLogger({ level, version, dataDir, secrets = [], tap }: LoggerOptions): Logger {
  const stderr = createStderr()
  const mask = createOwnMask(secrets, { limit: MAX_MASKED_CHARS })
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
      hooks: { streamWrite: (line) => redactLine(line, mask) },
    },
    pino.multistream(streams),
  )
  function complain(error: NodeJS.ErrnoException): void {
    tap?.setFile(undefined)
    const reason = error.code === undefined ? `${error.message}.` : inEnglish(explainRefusal(error))
    const remedy = 'Log lines appear on stderr only. Fix this, or choose another folder with --data-dir.'
    log.warn({ code: error.code }, `failed to write log file ${path}: ${reason} ${remedy}`)
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
