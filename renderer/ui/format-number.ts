import { perLocale } from '../language/per-locale.ts'
import { t } from '../language/t.ts'

/** An integer with thousands separators: 12_345 → `12,345`. */
export function formatCount(count: number): string {
  return whole().format(count)
}

/** A short number of tokens or requests: 999 → `999` · 12_345 → `12.3k` · 4_560_000 → `4.56M`. */
export function formatShort(count: number): string {
  if (count < 1_000) return String(Math.round(count))
  const [size, unit] = count < 999_500 ? [1e3, 'k'] : count < 999_500_000 ? [1e6, 'M'] : [1e9, 'G']
  return `${threeDigits().format(count / size)}${unit}`
}

/** A measured duration: 420 → `420 ms` · 4_230 → `4.2 s` · 72_000 → `1 m 12 s`. */
export function formatMs(ms: number): string {
  if (ms < 1_000) return t('{{milliseconds}} ms', { milliseconds: Math.round(ms) })
  if (ms < 9_950) return t('{{seconds}} s', { seconds: oneDecimal().format(ms / 1_000) })
  const seconds = Math.round(ms / 1_000)
  if (ms < 59_500) return t('{{seconds}} s', { seconds })
  const minutes = Math.floor(seconds / 60)
  if (minutes >= 60)
    return t('{{hours}} h {{minutes}} m', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
  if (seconds % 60 === 0) return t('{{minutes}} m', { minutes })
  return t('{{minutes}} m {{seconds}} s', { minutes, seconds: seconds % 60 })
}

/** A measured duration in seconds, always with one decimal, for a column: 420 → `0.4` · 72_000 → `72.0`. */
export function formatSeconds(ms: number): string {
  return oneDecimal().format(ms / 1_000)
}

/** With one decimal: 0.34 → `0.3`. */
export function formatTenths(value: number): string {
  return oneDecimal().format(value)
}

/** Dollars with three decimals and without a sign, for a column: 0.0123 → `0.012`. */
export function formatExactDollars(dollars: number): string {
  return mills().format(dollars)
}

/** 512 → `512 B` · 12_345 → `12 KB` · 5_242_880 → `5.2 MB`. Decimal units, as disks use them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} KB`
  return `${oneDecimal().format(bytes / 1_000_000)} MB`
}

/** A share between 0 and 1: 0.873 → `87 %`. Shows 0 % and 100 % only for exact values. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100)
  if (percent === 0 && share > 0) return '< 1 %'
  return percent === 100 && share < 1 ? '99 %' : `${percent} %`
}

/** An estimated cost in dollars: 1.2 → `≈ $1.20` · 0.001 → `< $0.01`. */
export function formatEstimate(dollars: number): string {
  if (dollars > 0 && dollars < 0.005) return t('< ${{dollars}}', { dollars: money().format(0.01) })
  return t('≈ ${{dollars}}', { dollars: money().format(dollars) })
}

/** An amount in dollars: 1.2 → `$1.20`. */
export function formatDollars(dollars: number): string {
  return t('${{dollars}}', { dollars: money().format(dollars) })
}

const whole = perLocale((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }))
const threeDigits = perLocale(
  (locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3, useGrouping: false }),
)
const oneDecimal = perLocale(
  (locale) =>
    new Intl.NumberFormat(locale, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
      useGrouping: false,
    }),
)
const money = perLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
)
const mills = perLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 }),
)
