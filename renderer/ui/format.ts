const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long something has lasted. 4_000 → `4 s` · 72_000 → `1 m 12 s` · 7_200_000 → `2 h` · 26 h → `1 d 2 h` */
export function formatAge(ms: number): string {
  const whole = Math.max(0, ms)
  if (whole < MINUTE) return `${Math.floor(whole / SECOND)} s`
  if (whole < HOUR) return twoUnits(whole, [MINUTE, 'm'], [SECOND, 's'])
  if (whole < DAY) return twoUnits(whole, [HOUR, 'h'], [MINUTE, 'm'])
  return twoUnits(whole, [DAY, 'd'], [HOUR, 'h'])
}

/** When something was, as seen from `now` (both ms since the epoch): `2 h ago`, after a day `18 Nov, 14:02`. */
export function formatMoment(at: number, now: number): string {
  return now - at < DAY ? `${largestUnit(now - at)} ago` : shortDate.format(at)
}

/** When something will be, as seen from `now` (both ms since the epoch): `in 6 h`, after a day `24 Nov, 14:02`. */
export function formatUntil(at: number, now: number): string {
  return at - now < DAY ? `in ${largestUnit(at - now)}` : shortDate.format(at)
}

/** The exact moment, for a tooltip: `18 Nov 2026, 14:02:09`. */
export function formatExact(at: number): string {
  return exactDate.format(at)
}

// The words of the page are English, so its dates are; the reader's time zone is kept.
const shortDate = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const exactDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

function largestUnit(ms: number): string {
  return formatAge(ms).split(' ').slice(0, 2).join(' ')
}

type Unit = readonly [ms: number, name: string]

// No `0 s` after the minutes: `1 m` is shorter and as exact.
function twoUnits(ms: number, [big, bigName]: Unit, [small, smallName]: Unit): string {
  const rest = Math.floor((ms % big) / small)
  const head = `${Math.floor(ms / big)} ${bigName}`
  return rest === 0 ? head : `${head} ${rest} ${smallName}`
}
