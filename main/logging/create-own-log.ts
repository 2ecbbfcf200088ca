import { randomUUID } from 'node:crypto'
import { LOG_LINE_LEVELS, type LogLine, type LogLineLevel, type LogPage } from '../../shared/logs.ts'
import type { ReportRedaction } from '../base/create-report-redaction.ts'
import { type LogTap, MAX_LINES } from './create-log-tap.ts'
import { toLogLine } from './to-log-line.ts'

/** Limit for the text of all kept lines together, in characters. */
const MAX_CHARACTERS = 4_000_000

export interface LogQuestion {
  /** Minimum level. */
  level: LogLineLevel
  /** Text in the line, case-insensitive. */
  text: string
  /** An earlier `cursor`: only newer lines are returned. */
  after: string | undefined
  /** Maximum number of lines; the newest are returned. */
  limit: number
}

/** The newest lines of Signalbox's own log, in memory and without secrets. */
export interface OwnLog {
  read: (question: LogQuestion) => LogPage
}

export interface OwnLogDeps {
  tap: LogTap
  level: LogPage['level']
  /** Lines are redacted before they are kept, so a search cannot guess a hidden value character by character. */
  redaction: Pick<ReportRedaction, 'value'>
}

interface Kept {
  line: LogLine
  /** The whole line in lower case. */
  words: string
}

export function createOwnLog({ tap, level, redaction }: OwnLogDeps): OwnLog {
  /** Line ids restart with each run; this prefix tells runs apart. */
  const run = randomUUID().slice(0, 8)
  const kept: Kept[] = []
  let size = 0
  let lastId = 0

  tap.follow((text) => {
    const found = toLogLine(text, lastId + 1)
    if (found === undefined) return
    lastId = found.id
    // Redaction preserves the structure.
    const line = redaction.value(found) as LogLine
    const words = wordsOf(line)
    kept.push({ line, words })
    size += words.length
    while (kept.length > MAX_LINES || size > MAX_CHARACTERS) size -= kept.shift()?.words.length ?? size
  })

  return {
    read({ level: least, text, after, limit }) {
      const known = idIn(after, run)
      const since = known ?? 0
      const oldest = kept[0]?.line.id ?? lastId + 1
      const wanted = text.toLowerCase()
      const rank = LOG_LINE_LEVELS.indexOf(least)
      const fits = ({ line, words }: Kept) =>
        line.id > since && LOG_LINE_LEVELS.indexOf(line.level) >= rank && words.includes(wanted)
      const lines = kept.filter(fits).map(({ line }) => line)
      return {
        lines: lines.slice(-limit),
        cursor: `${run}-${lastId}`,
        continues: known !== undefined && known >= oldest - 1 && lines.length <= limit,
        more: lines.length > limit,
        kept: kept.length,
        level,
        file: tap.file() ?? null,
      }
    },
  }
}

function wordsOf({ time, level, message, facts }: LogLine): string {
  const more = facts === undefined ? '' : JSON.stringify(facts)
  return `${time} ${level} ${message} ${more}`.toLowerCase()
}

/** The line id in a cursor; `undefined` without a cursor or for one of another run. */
function idIn(cursor: string | undefined, run: string): number | undefined {
  const [of, id = ''] = cursor?.split('-') ?? []
  return of === run && /^\d{1,15}$/.test(id) ? Number(id) : undefined
}
