import { type Kysely, type Selectable, sql } from 'kysely'
import type { RequestTable, Schema } from '../schema.ts'
import type { RowFilter } from './row-filter.ts'
import { type Cursor, isBefore, scanPlaces } from './scan-rows.ts'

export type StoredRow = Selectable<RequestTable>

export interface Page {
  limit: number
  offset: number
  before?: Cursor | undefined
}

/**
 * Up to this many rows, the newest rows of each model are fetched and merged: the index is in order for one model, not
 * for several.
 */
const MERGED_ROWS = 2000
const MERGED_MODELS = 100
/** Parameters of one `in (…)`. */
const CHUNK = 400

/** Rows at known positions, newest first. */
export async function readPlaces(
  db: Kysely<Schema>,
  places: readonly Cursor[],
  { limit, offset, before }: Page,
): Promise<StoredRow[]> {
  const left = before === undefined ? places : places.filter((place) => isBefore(place, before))
  const rows: StoredRow[] = []
  const wanted = left.slice(offset, offset + limit).map(({ id }) => id)
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const some = wanted.slice(at, at + CHUNK)
    rows.push(...(await db.selectFrom('request').selectAll().where('id', 'in', some).execute()))
  }
  return rows.toSorted(newestFirst)
}

/** Rows, newest first. */
export async function readRows(db: Kysely<Schema>, filter: RowFilter, page: Page): Promise<StoredRow[]> {
  const { modelIds } = filter
  if (filter.conditions.length > 0 && !filter.indexed) return readMatching(db, filter, page)
  if (modelIds === undefined) return select(db, filter, page).execute()
  const reach = page.offset + page.limit
  if (reach > MERGED_ROWS || modelIds.length > MERGED_MODELS) {
    return select(db, filter, page).where('model_id', 'in', modelIds).execute()
  }
  const newest: StoredRow[] = []
  for (const id of modelIds) {
    const first = { ...page, offset: 0, limit: reach }
    newest.push(...(await select(db, filter, first).where('model_id', '=', id).execute()))
  }
  return newest.toSorted(newestFirst).slice(page.offset, page.offset + page.limit)
}

/** Rows that no index covers: scans back as far as necessary. */
async function readMatching(
  db: Kysely<Schema>,
  filter: RowFilter,
  { limit, offset, before }: Page,
): Promise<StoredRow[]> {
  const places: Cursor[] = []
  let toSkip = offset
  for await (const found of scanPlaces(db, filter, before)) {
    places.push(...found.slice(toSkip, toSkip + limit - places.length))
    toSkip = Math.max(0, toSkip - found.length)
    if (places.length === limit) break
  }
  return readPlaces(db, places, { limit, offset: 0 })
}

function select(db: Kysely<Schema>, { range, conditions }: RowFilter, { limit, offset, before }: Page) {
  let query = db
    .selectFrom('request')
    .selectAll()
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (offset > 0) query = query.offset(offset)
  if (range !== undefined) {
    query = query.where('started_at', '>=', range.from).where('started_at', '<', range.to)
  }
  if (before !== undefined) {
    query = query.where(sql<boolean>`(started_at, id) < (${before.startedAt}, ${before.id})`)
  }
  for (const condition of conditions) query = query.where(condition)
  return query
}

function newestFirst(a: StoredRow, b: StoredRow): number {
  return b.started_at - a.started_at || b.id - a.id
}
