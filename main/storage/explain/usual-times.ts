import { sql } from 'kysely'
import type { TimeExplanation } from '../../../shared/explanation.ts'
import type { Database } from '../database.ts'
import type { StoredRow } from '../queries/read-rows.ts'

/** Earlier requests that are compared with; fewer than the least say nothing. */
const MAX_ROWS = 200
const MIN_ROWS = 5

/** Medians of the user's own earlier requests of the same model and kind, in ms. */
export async function usualTimes(
  { db }: Database,
  { model_id: model, kind_id: kind, started_at: startedAt }: StoredRow,
): Promise<TimeExplanation['usual']> {
  const { rows } = await sql<{ wait: number; duration: number }>`
    select ttfb_ms as "wait", duration_ms as "duration" from request
    where model_id = ${model} and started_at < ${startedAt} and kind_id is not distinct from ${kind}
      and status = 200 and ttfb_ms is not null and duration_ms is not null
    order by started_at desc limit ${MAX_ROWS}`.execute(db)
  if (rows.length < MIN_ROWS) return null
  return {
    requests: rows.length,
    wait: median(rows.map(({ wait }) => wait)),
    duration: median(rows.map(({ duration }) => duration)),
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
