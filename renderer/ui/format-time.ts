import { perLocale } from '../language/per-locale.ts'

/**
 * A time in a list: today `14:02:09`, otherwise `18 Nov 14:02`, with the year if different. Both in ms since the epoch.
 */
export function formatClock(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)]
  if (then.toDateString() === today.toDateString()) return clock().format(at)
  return then.getFullYear() === today.getFullYear() ? plain(shortDate().format(at)) : longDate().format(at)
}

/** A day as a heading: `Saturday 21 November`. */
export function formatDay(at: number): string {
  return plain(day().format(at))
}

/** A day with its year: `21 Nov 2026`. */
export function formatDate(at: number): string {
  return longDate().format(at)
}

function plain(text: string): string {
  return text.replace(',', '')
}

const clock = perLocale((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }))
const shortDate = perLocale(
  (locale) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
)
const longDate = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }),
)
const day = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
)
