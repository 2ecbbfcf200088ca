import { perLocale } from '../language/per-locale.ts'
import { t } from '../language/t.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** An elapsed duration. 4_000 → `4 s` · 72_000 → `1 m 12 s` · 7_200_000 → `2 h` · 26 h → `1 d 2 h` */
export function formatAge(ms: number): string {
  const whole = Math.max(0, ms)
  if (whole < MINUTE) return t('{{seconds}} s', { seconds: Math.floor(whole / SECOND) })
  if (whole < HOUR) return inMinutes(whole)
  return whole < DAY ? inHours(whole) : inDays(whole)
}

/** A past time relative to `now` (both ms since the epoch): `2 h ago`, after a day `18 Nov, 14:02`. */
export function formatMoment(at: number, now: number): string {
  return now - at < DAY ? t('{{age}} ago', { age: formatLargest(now - at) }) : shortDate().format(at)
}

/**
 * A future time relative to `now` (both ms since the epoch), in its two largest units from minutes on: `in 2 h 17 m`,
 * `in 3 d 4 h`, `in 45 s`. A single unit could be off by up to half: 1 h 59 m is not `1 h`. Rounded to the nearest: 14
 * m 59 s is `15 m`.
 */
export function formatUntil(at: number, now: number): string {
  const ms = roundTo(SECOND, Math.max(0, at - now))
  if (ms < MINUTE) return t('in {{age}}', { age: formatAge(ms) })
  const minutes = roundTo(MINUTE, ms)
  return t('in {{age}}', { age: formatAge(minutes < DAY ? minutes : roundTo(HOUR, ms)) })
}

/** Time left until a deadline, to the nearest second: 29_600 → `30 s` · 72_000 → `1 m 12 s` */
export function formatLeft(ms: number): string {
  return formatAge(roundTo(SECOND, ms))
}

function roundTo(unit: number, ms: number): number {
  return Math.round(ms / unit) * unit
}

/** A time of day, with its weekday unless it is today: `16:40`, `Thu 16:40`. For times within a week. */
export function formatClock(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  return (isToday ? clock() : weekdayClock()).format(at)
}

/** The exact time, for a tooltip: `18 Nov 2026, 14:02:09`. */
export function formatExact(at: number): string {
  return exactDate().format(at)
}

/** An elapsed duration in its largest unit only: 72_000 → `1 m` */
export function formatLargest(ms: number): string {
  if (ms < MINUTE) return formatAge(ms)
  const [unit, inUnit] =
    ms < HOUR ? [MINUTE, inMinutes] : ms < DAY ? [HOUR, inHours] : ([DAY, inDays] as const)
  return inUnit(Math.floor(ms / unit) * unit)
}

// Omits `0 s` after minutes: `1 m` is shorter and just as exact.
function inMinutes(ms: number): string {
  const minutes = Math.floor(ms / MINUTE)
  const seconds = Math.floor((ms % MINUTE) / SECOND)
  return seconds === 0
    ? t('{{minutes}} m', { minutes })
    : t('{{minutes}} m {{seconds}} s', { minutes, seconds })
}

function inHours(ms: number): string {
  const hours = Math.floor(ms / HOUR)
  const minutes = Math.floor((ms % HOUR) / MINUTE)
  return minutes === 0 ? t('{{hours}} h', { hours }) : t('{{hours}} h {{minutes}} m', { hours, minutes })
}

function inDays(ms: number): string {
  const days = Math.floor(ms / DAY)
  const hours = Math.floor((ms % DAY) / HOUR)
  return hours === 0 ? t('{{days}} d', { days }) : t('{{days}} d {{hours}} h', { days, hours })
}

// Uses the browser's time zone.
const shortDate = perLocale(
  (locale) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
)
const clock = perLocale((locale) => new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }))
const weekdayClock = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'short', hour: '2-digit', minute: '2-digit' }),
)
const exactDate = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
)
