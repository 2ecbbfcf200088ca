import { randomUUID } from 'node:crypto'
import { LOG_LINE_LEVELS, type LogLine, type LogLineLevel, type LogPage } from '../../shared/logs.ts'
import type { Redaction } from '../base/create-redaction.ts'
import { type LogTap, MAX_LINES } from './create-log-tap.ts'
import { toLogLine } from './to-log-line.ts'

/** What the kept lines may take together, in characters of their text. */
const MAX_CHARACTERS = 4_000_000

export interface LogQuestion {
  /** What matters less is left out. */
  level: LogLineLevel
  /** Stands in the line, in any case. */
  text: string
  /** A `cursor` of before: only what came since. */
  after: string | undefined
  /** So many of the newest that fit. */
  limit: number
}

/** The newest lines of the program's own log, in memory, and without secrets. */
export interface OwnLog {
  read: (question: LogQuestion) => LogPage
}

export interface OwnLogDeps {
  tap: LogTap
  level: LogPage['level']
  /** What is kept is clean, so that a search cannot ask letter by letter for what is not shown. */
  redaction: Pick<Redaction, 'value'>
}

interface Kept {
  line: LogLine
  /** Everything in it, in lower case. */
  words: string
}

export function createOwnLog({ tap, level, redaction }: OwnLogDeps): OwnLog {
  /** Line ids begin anew with each start; this tells one start from another. */
  const run = randomUUID().slice(0, 8)
  const kept: Kept[] = []
  let size = 0
  let lastId = 0

  tap.follow((text) => {
    const found = toLogLine(text, lastId + 1)
    if (found === undefined) return
    lastId = found.id
    // It has the form of what it was made from.
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

/** The line that a cursor stands for; `undefined` for one of another run, and for none. */
function idIn(cursor: string | undefined, run: string): number | undefined {
  const [of, id = ''] = cursor?.split('-') ?? []
  return of === run && /^\d{1,15}$/.test(id) ? Number(id) : undefined
}
