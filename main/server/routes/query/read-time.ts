import { coded } from '../../../../shared/language/say.ts'
import { badQuery } from './read-query.ts'

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
  return edge === 'start' ? midnight(first, tz) : midnight(first + 86_400_000, tz) - 1
}

/** The start of a local day, given as the date's midnight in UTC. */
function midnight(utc: number, tz: string): number {
  const near = utc - offsetAt(utc, tz)
  return utc - offsetAt(near, tz)
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
