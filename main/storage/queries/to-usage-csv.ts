import { toCsvRow } from '../../../shared/to-csv-cell.ts'
import type { UsageBy, UsageGroup } from '../../../shared/usage-by.ts'

const SUMS = [
  'requests',
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_5m_input_tokens',
  'cache_creation_1h_input_tokens',
  'web_search_requests',
] as const

/** One row for each group, with a header line. An unknown cost is empty. */
export function toUsageCsv({ groups }: UsageBy, names: readonly UsageGroup[]): string {
  const head = toCsvRow([...names, ...SUMS, 'cost'])
  const rows = groups.map((group) =>
    toCsvRow([
      ...names.map((name) => group.key[name] ?? undefined),
      ...SUMS.map((name) => group[name]),
      group.cost ?? undefined,
    ]),
  )
  return head + rows.join('')
}
