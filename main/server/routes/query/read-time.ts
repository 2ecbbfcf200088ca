import { coded } from '../../../../shared/language/say.ts'
import { badQuery } from './read-query.ts'

const DAY_MS = 86_400_000

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i

/** The time zone, and the end of the day that a bare date means. */
export interface TimeContext {
  /** Name of the parameter, for the message. */
  name: string
  /** IANA name. */
  tz: string
  edge: 'start' | 'end'
}

/**
 * A query time in ms since 1970. `2026-10-07` is the first or the last ms of that day in the zone; a time without an
 * offset is UTC, as in claude-code-proxy.
 *
 * @throws AppError `bad_query`
 */
export function readTime(text: string, { name, tz, edge }: TimeContext): number {
  const day = DAY.exec(text)
  const time = day === null ? readInstant(text) : readDay(day, tz, edge)
  if (Number.isFinite(time)) return time
  throw badQuery(name, coded('invalid.time'))
}

/**
 * The zone of a query; defaults to this computer's.
 *
 * @throws AppError `bad_query`
 */
export function readZone(tz: string | undefined): string {
  if (tz === undefined) return new Intl.DateTimeFormat().resolvedOptions().timeZone
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: tz }).resolvedOptions().timeZone
  } catch {
    throw badQuery('tz', coded('invalid.time_zone'))
  }
}

function readInstant(text: string): number {
  // A plus sign without percent-encoding arrives as a space.
  const whole = text.replace(/ (\d{2}:?\d{2})$/, '+$1')
  const candidate = TIME.test(whole) ? whole : text
  if (!TIME.test(candidate)) return Number.NaN
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(candidate) ? candidate : `${candidate}Z`
  return Date.parse(zoned.replace(' ', 'T').toUpperCase())
}

function readDay(match: RegExpExecArray, tz: string, edge: 'start' | 'end'): number {
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number)
  const first = Date.UTC(year, month - 1, day)
  if (!new Date(first).toISOString().startsWith(match[0])) return Number.NaN
  return edge === 'start' ? midnight(first, tz) : midnight(first + DAY_MS, tz) - 1
}

/** The first instant at which the clock shows a date, given as the date's midnight in UTC. */
function midnight(utc: number, tz: string): number {
  const local = (time: number) => time + offsetAt(time, tz)
  const around = [utc - DAY_MS, utc + DAY_MS]
    .map((time) => utc - offsetAt(time, tz))
    .toSorted((a, b) => a - b)
  const found = around.find((time) => local(time) === utc)
  if (found !== undefined) return found
  // The clock skips this midnight, between the two: the day begins with the change.
  let [before = utc, after = utc] = around
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (local(middle) < utc) before = middle
    else after = middle
  }
  return after
}

/** UTC offset of a zone, in ms. */
function offsetAt(time: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const match = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name)
  if (match === null) return 0
  const [, sign, hours, minutes, seconds = '0'] = match
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -ms : ms
}
