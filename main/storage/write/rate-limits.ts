import type { Transaction } from 'kysely'
import { groupLimitHeaders } from '../../base/anthropic/parse-limits.ts'
import { splitHeaders } from '../headers.ts'
import { OTHER_HEADERS, pickRateLimits } from '../rate-limit-headers.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { Schema } from '../schema.ts'
import { HOUR_MS } from './usage.ts'
import type { WriteDeps } from './write-deps.ts'

type LimitReport = Schema['limit_report']

/** Limits kept per organization. Only an upstream that invents names has more; the newest are kept. */
const MAX_LIMITS = 64

/**
 * Stores each limit of each organization as of the newest response that named it; 0 means an unnamed organization. A
 * response that names no limit, such as a 429 with only `retry-after`, replaces none.
 */
export async function keepRateLimits(
  { database, terms, now }: Pick<WriteDeps, 'database' | 'terms' | 'now'>,
  trx: Transaction<Schema>,
  rows: readonly RowMessage[],
): Promise<void> {
  const newest = new Map<string, LimitReport>()
  /** Organizations with the names of headers that were read: an older response with the same names adds nothing. */
  const seen = new Set<string>()
  for (const { end, capturedAt } of newestFirst(rows)) {
    const organization = terms.idOf(REQUEST_COLUMNS.organizationId.term, end.organizationId) ?? 0
    const picked = pickRateLimits(splitHeaders(end.responseHeaders))
    if (picked === undefined) continue
    const names = `${organization} ${Object.keys(picked).join(' ')}`
    if (seen.has(names)) continue
    seen.add(names)
    for (const { name, headers } of reportsOf(picked)) {
      const key = `${organization} ${name}`
      if (newest.has(key)) continue
      const captured_at = Math.round(capturedAt)
      newest.set(key, { organization_id: organization, name, captured_at, headers: JSON.stringify(headers) })
    }
  }
  const values = [...newest.values()].toSorted(
    (a, b) => a.organization_id - b.organization_id || (a.name < b.name ? -1 : 1),
  )
  if (values.length === 0) return
  const organizations = [...new Set(values.map((value) => value.organization_id))]
  // Those with a date in the future come from a clock that was ahead.
  await trx
    .deleteFrom('limit_report')
    .where('captured_at', '>', now() + HOUR_MS)
    .where('organization_id', 'in', organizations)
    .execute()
  await database.insertAll(
    values.map((value) => ({ ...value })),
    (some) =>
      trx
        .insertInto('limit_report')
        .values(some.slice())
        .onConflict((conflict) =>
          conflict
            .columns(['organization_id', 'name'])
            .doUpdateSet((eb) => ({
              captured_at: eb.ref('excluded.captured_at'),
              headers: eb.ref('excluded.headers'),
            }))
            .whereRef('limit_report.captured_at', '<=', 'excluded.captured_at'),
        ),
  )
  for (const organization of organizations) await forgetOldest(trx, organization)
}

/** The headers of each limit that a response names, and those about none. */
function reportsOf(headers: Record<string, string>): { name: string; headers: Record<string, string> }[] {
  const groups = groupLimitHeaders(headers)
  const grouped = new Set(groups.flatMap((group) => Object.keys(group.headers)))
  const others = Object.entries(headers).filter(([name]) => !grouped.has(name))
  return [
    ...groups.map(({ key, headers: own }) => ({ name: key, headers: own })),
    ...(others.length === 0
      ? []
      : [{ name: OTHER_HEADERS, headers: Object.fromEntries(others.slice(0, MAX_LIMITS)) }]),
  ]
}

async function forgetOldest(trx: Transaction<Schema>, organization: number): Promise<void> {
  const rows = await trx
    .selectFrom('limit_report')
    .select('name')
    .where('organization_id', '=', organization)
    .orderBy('captured_at', 'desc')
    .orderBy('name')
    .offset(MAX_LIMITS)
    .limit(1_000)
    .execute()
  if (rows.length === 0) return
  const names = rows.map(({ name }) => name)
  await trx
    .deleteFrom('limit_report')
    .where('organization_id', '=', organization)
    .where('name', 'in', names)
    .execute()
}

interface Captured {
  end: EndMessage
  /** Time at which the response's headers arrived, in ms since 1970. */
  capturedAt: number
}

/** Rows with response headers. Of two with the same time, the later row is first. */
function newestFirst(rows: readonly RowMessage[]): Captured[] {
  const captured = rows.flatMap(({ startedAt, end }) =>
    end === undefined || end.responseHeaders === ''
      ? []
      : [{ end, capturedAt: startedAt + (end.ttfbMs ?? end.durationMs ?? 0) }],
  )
  return captured.toReversed().toSorted((a, b) => b.capturedAt - a.capturedAt)
}
