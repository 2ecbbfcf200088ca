import { USAGE_GROUPS, type UsageGroup } from '../../shared/usage-by.ts'
import { findSimilar } from './find-similar.ts'
import { UsageError } from './usage-error.ts'

const UNITS = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const
const PERIOD = /^(\d{1,4})([hdw])$/
const TIME = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * Groupings of `--by`, separated by commas.
 *
 * @throws UsageError
 */
export function readBy(text = 'project'): UsageGroup[] {
  const groups = text.split(',').map((name) => {
    const group = USAGE_GROUPS.find((one) => one === name.trim())
    if (group !== undefined) return group
    const similar = findSimilar(name.trim(), USAGE_GROUPS)
    const hint =
      similar === undefined ? ` Use one of ${USAGE_GROUPS.join(', ')}.` : ` Did you mean ${similar}?`
    throw new UsageError(`Usage can’t be grouped by “${name}”.${hint}`)
  })
  return [...new Set(groups)]
}

/**
 * The start of a range: `24h`, `7d`, `4w`, a date or a time in ISO 8601.
 *
 * @param now in ms since 1970
 * @returns a date, or a time in ISO 8601
 * @throws UsageError
 */
export function readSince(text = '7d', now: number): string {
  const [, count, unit] = PERIOD.exec(text) ?? []
  if (unit === 'h' || unit === 'd' || unit === 'w')
    return new Date(now - Number(count) * UNITS[unit]).toISOString()
  if (TIME.test(text) && !Number.isNaN(Date.parse(text))) return text
  throw new UsageError(
    `“${text}” is no time. Use a period such as 24h, 7d or 4w, or a date such as 2026-11-30.`,
  )
}
