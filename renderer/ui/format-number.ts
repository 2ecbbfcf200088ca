import { perLocale } from '../language/per-locale.ts'
import { t } from '../language/t.ts'

/** A whole number with its thousands apart: 12_345 → `12,345`. */
export function formatCount(count: number): string {
  return whole().format(count)
}

/** A number of tokens or of requests where there is little room: 999 → `999` · 12_345 → `12.3k` · 4_560_000 → `4.56M`. */
export function formatShort(count: number): string {
  if (count < 1_000) return String(Math.round(count))
  const [size, unit] = count < 999_500 ? [1e3, 'k'] : count < 999_500_000 ? [1e6, 'M'] : [1e9, 'G']
  return `${threeDigits().format(count / size)}${unit}`
}

/** How long something took: 420 → `420 ms` · 4_230 → `4.2 s` · 72_000 → `1 m 12 s`. */
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

/** 512 → `512 B` · 12_345 → `12 KB` · 5_242_880 → `5.2 MB`. Thousands, as disks count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} KB`
  return `${oneDecimal().format(bytes / 1_000_000)} MB`
}

/** A share of one: 0.873 → `87 %`. What is there is never called 0 %, and what is not whole never 100 %. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100)
  if (percent === 0 && share > 0) return '< 1 %'
  return percent === 100 && share < 1 ? '99 %' : `${percent} %`
}

/** Dollars that nobody has charged yet: 1.2 → `≈ $1.20` · 0.001 → `< $0.01`. */
export function formatEstimate(dollars: number): string {
  if (dollars > 0 && dollars < 0.005) return t('< ${{dollars}}', { dollars: money().format(0.01) })
  return t('≈ ${{dollars}}', { dollars: money().format(dollars) })
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
