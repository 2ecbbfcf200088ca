import { countRows } from './count-rows.ts'
import type { QueryDeps } from './query-deps.ts'
import { type Cursor, readRows, type RowFilter, type StoredRow } from './read-rows.ts'
import { type SparseSummary, termIds, toSummary } from './to-log.ts'

/** Rows that are read at a time: one long list is many short statements, between which batches are written. */
const CHUNK = 5000

export interface SummaryParams {
  model?: string | undefined
  /** In ms since 1970, both included; a range only where both are there. */
  start?: number | undefined
  end?: number | undefined
  offset: number
  /** 0 is without limit. */
  limit: number
  /** `next` of the page before, in place of an offset. */
  before?: string | undefined
}

/** `GET /api/requests/summary` as JSON text in parts: a million rows do not fit into one string. */
export async function listSummaries(deps: QueryDeps, params: SummaryParams): Promise<Buffer[]> {
  const { db } = deps.database
  const { start, end, offset, limit } = params
  const range = start === undefined || end === undefined ? undefined : { from: start, to: end + 1 }
  const filter: RowFilter = { range, modelIds: await deps.texts.models(db, params.model) }
  const total = await countRows(deps, filter)

  const parts = [Buffer.from('{"requests":[')]
  const wanted = limit === 0 ? Infinity : limit
  let before = parseCursor(params.before)
  let skip = offset
  let written = 0
  while (written < wanted) {
    const size = Math.min(CHUNK, wanted - written)
    const rows = await readRows(db, filter, { limit: size, offset: skip, before })
    await deps.texts.learn(db, rows.flatMap(termIds))
    parts.push(
      Buffer.from(
        jsonRows(
          rows.map((row) => toSummary(row, deps.texts)),
          written > 0,
        ),
      ),
    )
    written += rows.length
    before = cursorOf(rows) ?? before
    skip = 0
    if (rows.length < size) break
  }
  const more = limit > 0 && written === limit && before !== undefined
  const next = more ? `,"next":"${before?.startedAt}-${before?.id}"` : ''
  parts.push(Buffer.from(`],"total":${total},"offset":${offset},"limit":${limit}${next}}`))
  return parts
}

function jsonRows(rows: readonly SparseSummary[], follows: boolean): string {
  const text = rows.map((row) => JSON.stringify(row)).join(',')
  return follows && text !== '' ? `,${text}` : text
}

function cursorOf(rows: readonly StoredRow[]): Cursor | undefined {
  const last = rows.at(-1)
  return last === undefined ? undefined : { startedAt: last.started_at, id: last.id }
}

/** "1700000000000-42" → that place; anything else begins at the top. */
function parseCursor(text: string | undefined): Cursor | undefined {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? '')
  return match === null ? undefined : { startedAt: Number(match[1]), id: Number(match[2]) }
}
