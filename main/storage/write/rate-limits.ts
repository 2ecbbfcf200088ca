import type { Transaction } from 'kysely'
import { splitHeaders } from '../headers.ts'
import { pickRateLimits } from '../rate-limit-headers.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { Schema } from '../schema.ts'
import { HOUR_MS } from './usage.ts'
import type { WriteDeps } from './write-deps.ts'

/** Stores the rate limits of the newest response of each organization; 0 means an unnamed organization. */
export async function keepRateLimits(
  { database, terms, now }: Pick<WriteDeps, 'database' | 'terms' | 'now'>,
  trx: Transaction<Schema>,
  rows: readonly RowMessage[],
): Promise<void> {
  const newest = new Map<number, Schema['rate_limit']>()
  for (const { end, capturedAt } of newestFirst(rows)) {
    const organization = terms.idOf(REQUEST_COLUMNS.organizationId.term, end.organizationId) ?? 0
    if (newest.has(organization)) continue
    const limits = pickRateLimits(splitHeaders(end.responseHeaders))
    if (limits === undefined) continue
    const headers = JSON.stringify(limits)
    newest.set(organization, { organization_id: organization, captured_at: Math.round(capturedAt), headers })
  }
  const values = [...newest.values()].toSorted((a, b) => a.organization_id - b.organization_id)
  if (values.length > 0) {
    // Those with a date in the future come from a clock that was ahead.
    await trx
      .deleteFrom('rate_limit')
      .where('captured_at', '>', now() + HOUR_MS)
      .where(
        'organization_id',
        'in',
        values.map((value) => value.organization_id),
      )
      .execute()
  }
  await database.insertAll(
    values.map((value) => ({ ...value })),
    (some) =>
      trx
        .insertInto('rate_limit')
        .values(some.slice())
        .onConflict((conflict) =>
          conflict
            .column('organization_id')
            .doUpdateSet((eb) => ({
              captured_at: eb.ref('excluded.captured_at'),
              headers: eb.ref('excluded.headers'),
            }))
            .whereRef('rate_limit.captured_at', '<=', 'excluded.captured_at'),
        )
        .returning('organization_id'),
  )
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
