import { type Kysely, sql } from 'kysely'
import { setImmediate } from 'node:timers/promises'
import type { Schema } from '../schema.ts'
import type { QueryDeps } from './query-deps.ts'
import type { Condition, RowFilter } from './row-filter.ts'

/**
 * Rows that one statement looks at, at most: some 10 ms. Between two of them batches are written, other questions
 * answered, and whoever no longer waits is noticed.
 */
const MAX_ROWS = 20_000
/** Whoever wants the newest ones shall not pay for more. */
const FIRST_ROWS = 500
/** Beyond this part of all time, a range is no help: reading the table as it lies is three times faster. */
const WIDE = 0.3

interface Range {
  /** In ms since 1970; `to` is not part of it. */
  from: number
  to: number
}

/** Conditions that each take a stretch of the rows, and together all that the filter may mean; in no order. */
export async function* chunksOf(
  deps: Pick<QueryDeps, 'database' | 'bounds'>,
  filter: RowFilter,
): AsyncGenerator<Condition> {
  if (filter.indexed) return yield allOf(filter)
  const bounds = await deps.bounds()
  const { range = bounds } = filter
  const isWide =
    Math.min(range.to, bounds.to) - Math.max(range.from, bounds.from) > WIDE * (bounds.to - bounds.from)
  const stretches = isWide ? byId(deps.database.db) : byTime(deps.database.db, range)
  for await (const stretch of stretches) {
    yield sql`${stretch} and ${allOf(filter, isWide ? NO_INDEX : NOT_BY_MODEL)}`
    if (await isStopped(filter)) return
  }
}

/** A place in the list, newest first: the row before which it goes on. */
export interface Cursor {
  startedAt: number
  id: number
}

export function isBefore(place: Cursor, other: Cursor): boolean {
  return (place.startedAt - other.startedAt || place.id - other.id) < 0
}

/** Where the rows are that match, the newest first, some at a time; none may be among them. */
export async function* scanPlaces(
  db: Kysely<Schema>,
  filter: RowFilter,
  before: Cursor | undefined,
): AsyncGenerator<Cursor[]> {
  const { from, to } = filter.range ?? { from: 0, to: Number.MAX_SAFE_INTEGER }
  const range = { from, to: before === undefined ? to : Math.min(to, before.startedAt + 1) }
  const stretches = filter.indexed
    ? [allOf({ ...filter, range })]
    : scanChunks(byTime(db, range), { ...filter, range: undefined })
  for await (const stretch of stretches) {
    const { rows } = await sql<Cursor>`
      select started_at as "startedAt", id from request where ${stretch}
      order by started_at desc, id desc`.execute(db)
    yield before === undefined ? rows : rows.filter((place) => isBefore(place, before))
  }
}

async function* scanChunks(
  stretches: AsyncIterable<Condition>,
  filter: RowFilter,
): AsyncGenerator<Condition> {
  for await (const stretch of stretches) {
    yield sql`${stretch} and ${allOf(filter, NOT_BY_MODEL)}`
    if (await isStopped(filter)) return
  }
}

/** After a moment for everything else. */
export async function isStopped({ stop }: Pick<RowFilter, 'stop'>): Promise<boolean> {
  await setImmediate()
  return stop !== undefined && Atomics.load(stop, 0) === 1
}

/** A column in a calculation has no index: the stretch has one, and no other may be taken. */
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

/** The newest first, in growing steps. */
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
    // Where more rows than that began in the same ms, they are one stretch.
    const start = next === undefined ? from : Math.min(next.started_at, end - 1)
    yield sql`started_at >= ${start} and started_at < ${end}`
    end = start
    rows = Math.min(MAX_ROWS, rows * 4)
  }
}
