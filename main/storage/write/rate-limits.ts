import type { Transaction } from 'kysely'
import type { RowMessage } from '../row-message.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { Schema } from '../schema.ts'
import type { WriteDeps } from './write-deps.ts'

/** Stores the rate limits of the newest response of each organization; 0 means an unnamed organization. */
export async function keepRateLimits(
  { database, terms }: Pick<WriteDeps, 'database' | 'terms'>,
  trx: Transaction<Schema>,
  rows: readonly RowMessage[],
): Promise<void> {
  const newest = new Map<number, Schema['rate_limit']>()
  for (const { startedAt, end } of rows) {
    if (end?.rateLimit === undefined) continue
    const organization = terms.idOf(REQUEST_COLUMNS.organizationId.term, end.organizationId) ?? 0
    const captured = startedAt + (end.ttfbMs ?? end.durationMs ?? 0)
    if ((newest.get(organization)?.captured_at ?? 0) > captured) continue
    const headers = JSON.stringify(end.rateLimit)
    newest.set(organization, { organization_id: organization, captured_at: Math.round(captured), headers })
  }
  const values = [...newest.values()].toSorted((a, b) => a.organization_id - b.organization_id)
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
