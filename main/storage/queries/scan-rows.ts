import { type Kysely, sql } from 'kysely'
import { setImmediate } from 'node:timers/promises'
import type { Schema } from '../schema.ts'
import type { QueryDeps } from './query-deps.ts'
import type { RowFilter } from './row-filter.ts'
import type { Condition } from './condition.ts'

/**
 * Maximum rows that one statement scans, in about 10 ms. In between, batches are written, other queries are answered
 * and cancellation is checked.
 */
const MAX_ROWS = 20_000
/** Small first chunk, so "newest N" stays fast. */
const FIRST_ROWS = 500
/** A range wider than this share of the total time is scanned in table order, which is three times faster. */
const WIDE = 0.3

interface Range {
  /** In ms since 1970; `to` is exclusive. */
  from: number
  to: number
}

/** Conditions that split the candidate rows of a filter into chunks, in no order. */
export async function* chunksOf(
  deps: Pick<QueryDeps, 'database' | 'bounds'>,
  filter: RowFilter,
): AsyncGenerator<Condition> {
  if (filter.indexed) return yield allOf(filter)
  const bounds = await deps.bounds()
  const { range = bounds } = filter
  const isWide =
    Math.min(range.to, bounds.to) - Math.max(range.from, bounds.from) > WIDE * (bounds.to - bounds.from)
  const chunks = isWide ? byId(deps.database.db) : byTime(deps.database.db, range)
  for await (const chunk of chunks) {
    yield sql`${chunk} and ${allOf(filter, isWide ? NO_INDEX : NOT_BY_MODEL)}`
    if (await isStopped(filter)) return
  }
}

/** Position in a newest-first list: the list continues before this row. */
export interface Cursor {
  startedAt: number
  id: number
}

export function isBefore(place: Cursor, other: Cursor): boolean {
  return (place.startedAt - other.startedAt || place.id - other.id) < 0
}

/** Positions of matching rows, newest first, in chunks that may be empty. */
export async function* scanPlaces(
  db: Kysely<Schema>,
  filter: RowFilter,
  before: Cursor | undefined,
): AsyncGenerator<Cursor[]> {
  const { from, to } = filter.range ?? { from: 0, to: Number.MAX_SAFE_INTEGER }
  const range = { from, to: before === undefined ? to : Math.min(to, before.startedAt + 1) }
  const chunks = filter.indexed
    ? [allOf({ ...filter, range })]
    : scanChunks(byTime(db, range), { ...filter, range: undefined })
  for await (const chunk of chunks) {
    const { rows } = await sql<Cursor>`
      select started_at as "startedAt", id from request where ${chunk}
      order by started_at desc, id desc`.execute(db)
    yield before === undefined ? rows : rows.filter((place) => isBefore(place, before))
  }
}

async function* scanChunks(chunks: AsyncIterable<Condition>, filter: RowFilter): AsyncGenerator<Condition> {
  for await (const chunk of chunks) {
    yield sql`${chunk} and ${allOf(filter, NOT_BY_MODEL)}`
    if (await isStopped(filter)) return
  }
}

/** Yields to the event loop first. */
export async function isStopped({ stop }: Pick<RowFilter, 'stop'>): Promise<boolean> {
  await setImmediate()
  return stop !== undefined && Atomics.load(stop, 0) === 1
}

/** Column expressions. A calculation disables other indexes, so that the chunk's own index is used. */
interface Columns {
  time: Condition
  model: Condition
}
const NOT_BY_MODEL: Columns = { time: sql`started_at`, model: sql`(model_id + 0)` }
const NO_INDEX: Columns = { ...NOT_BY_MODEL, time: sql`(started_at + 0)` }
const ANY_INDEX: Columns = { time: sql`started_at`, model: sql`model_id` }

function allOf({ range, modelIds, conditions }: RowFilter, { time, model } = ANY_INDEX): Condition {
  const all = [...conditions]
  if (range !== undefined) all.push(sql`${time} >= ${range.from}`, sql`${time} < ${range.to}`)
  if (modelIds !== undefined) all.push(sql`${model} in (${sql.join(modelIds)})`)
  return all.length === 0 ? sql`1 = 1` : sql`${sql.join(all, sql` and `)}`
}

async function* byId(db: Kysely<Schema>): AsyncGenerator<Condition> {
  const edge = (direction: 'asc' | 'desc') =>
    db.selectFrom('request').select('id').orderBy('id', direction).limit(1).executeTakeFirst()
  const [first, last] = [await edge('asc'), await edge('desc')]
  if (first === undefined || last === undefined) return
  for (let from = first.id; from <= last.id; from += MAX_ROWS)
    yield sql`id >= ${from} and id < ${from + MAX_ROWS}`
}

/** Newest first, in growing steps. */
async function* byTime(db: Kysely<Schema>, { from, to }: Range): AsyncGenerator<Condition> {
  let end = to
  let rows = FIRST_ROWS
  while (from < end) {
    const next = await db
      .selectFrom('request')
      .select('started_at')
      .where('started_at', '>=', from)
      .where('started_at', '<', end)
      .orderBy('started_at', 'desc')
      .limit(1)
      .offset(rows)
      .executeTakeFirst()
    // More rows than that in the same ms form one chunk.
    const start = next === undefined ? from : Math.min(next.started_at, end - 1)
    yield sql`started_at >= ${start} and started_at < ${end}`
    end = start
    rows = Math.min(MAX_ROWS, rows * 4)
  }
}
