import { toCsvRow } from '../../../shared/to-csv-cell.ts'
import { USAGE_COUNTS, type UsageBy, type UsageGroup } from '../../../shared/usage-by.ts'

/** One row for each group, with a header line. An unknown cost is empty. */
export function toUsageCsv({ groups }: UsageBy, names: readonly UsageGroup[]): string {
  const head = toCsvRow([...names, ...USAGE_COUNTS, 'cost'])
  const rows = groups.map((group) =>
    toCsvRow([
      ...names.map((name) => group.key[name] ?? undefined),
      ...USAGE_COUNTS.map((name) => group[name]),
      group.cost ?? undefined,
    ]),
  )
  return head + rows.join('')
}
