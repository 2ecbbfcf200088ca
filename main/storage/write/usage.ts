import { type Expression, type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { RequestTable, Schema, UsageColumns, WorkColumns } from '../schema.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** Parameters of one `in (…)`. */
const CHUNK = 400

const KEYS = ['model_id', 'served_model_id', 'organization_id', 'price_marks_id'] as const
const PLACES = ['project_id', 'kind_id', 'provider_id'] as const
const TIME_KEYS = [...KEYS, ...PLACES] as const
const WORK_KEYS = ['session_id', 'agent_id', ...TIME_KEYS] as const
/** Columns with which the key of the sums by session begins, as the migration that made them says. */
export const SESSION_KEY = [
  'session_id',
  'served_model_id',
  'price_marks_id',
  'project_id',
  'provider_id',
  'organization_id',
  'agent_id',
  'kind_id',
] as const

/** Columns that are added up. */
export const SUMS = [
  'requests',
  'uses',
  'input_tokens',
  'output_tokens',
  'cache_creation',
  'cache_creation_1h',
  'cache_read',
  'web_searches',
  'response_ms',
  'responses',
] as const

/** Usage of a finished request, or of one of its models. */
export type UsageRow = UsageColumns & WorkColumns & { started_at: number }

type Row = Selectable<RequestTable>
type Added =
  | 'served_model_id'
  | 'price_marks_id'
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_creation'
  | 'cache_creation_1h'
  | 'cache_read'
  | 'web_searches'
  | 'duration_ms'
  | keyof WorkColumns

/** Usage of a request that one model ran. */
export function usageOf(
  row: Pick<Row, 'started_at' | 'model_id' | 'organization_id'> & Partial<Pick<Row, Added>>,
): UsageRow {
  const durationMs = row.duration_ms ?? 0
  return {
    started_at: row.started_at,
    ...workOf(row),
    model_id: row.model_id,
    served_model_id: row.served_model_id ?? row.model_id,
    organization_id: row.organization_id,
    price_marks_id: row.price_marks_id ?? 0,
    requests: 1,
    uses: 1,
    input_tokens: row.input_tokens ?? 0,
    output_tokens: row.output_tokens ?? 0,
    cache_creation: row.cache_creation ?? 0,
    cache_creation_1h: row.cache_creation_1h ?? 0,
    cache_read: row.cache_read ?? 0,
    web_searches: row.web_searches ?? 0,
    response_ms: durationMs,
    responses: durationMs > 0 ? 1 : 0,
  }
}

/** The work that a request belongs to. */
function workOf(row: { [Column in keyof WorkColumns]?: number | null }): WorkColumns {
  return {
    session_id: row.session_id ?? 0,
    agent_id: row.agent_id ?? 0,
    project_id: row.project_id ?? 0,
    kind_id: row.kind_id ?? 0,
    provider_id: row.provider_id ?? 0,
  }
}

interface Target {
  database: Database
  trx: Transaction<Schema>
}

/** Without the work, which is in the request's own row. */
export function toLineRow({
  session_id: _session,
  agent_id: _agent,
  project_id: _project,
  kind_id: _kind,
  provider_id: _provider,
  ...line
}: UsageRow): UsageColumns & { started_at: number } {
  return line
}

/** Adds usage to the sums of the hours and days in which the requests started (with -1, subtracts it). */
export async function addUsage(target: Target, usage: readonly UsageRow[], sign: 1 | -1 = 1): Promise<void> {
  const { database, trx } = target
  const hours = sumUp(usage, { unit: HOUR_MS, sign, keys: TIME_KEYS }).map(({ at, ...sums }) => ({
    hour: at,
    ...sums,
  }))
  const days = sumUp(usage, { unit: DAY_MS, sign, keys: TIME_KEYS }).map(({ at, ...sums }) => ({
    day: at,
    ...sums,
  }))
  await database.insertAll(hours, (rows) =>
    trx
      .insertInto('hour_usage')
      .values(rows.slice())
      .onConflict((conflict) => conflict.columns(['hour', ...TIME_KEYS]).doUpdateSet(added('hour_usage'))),
  )
  await database.insertAll(days, (rows) =>
    trx
      .insertInto('day_usage')
      .values(rows.slice())
      .onConflict((conflict) => conflict.columns(['day', ...TIME_KEYS]).doUpdateSet(added('day_usage'))),
  )
  await addSessions(target, usage, sign)
}

async function addSessions(
  { database, trx }: Target,
  usage: readonly UsageRow[],
  sign: 1 | -1,
): Promise<void> {
  const sums = sumUp(usage, { unit: HOUR_MS, sign, keys: WORK_KEYS })
  await database.insertAll(
    sums.map(({ at, ...columns }) => ({ hour: at, ...columns })),
    (rows) =>
      trx
        .insertInto('session_usage')
        .values(rows.slice())
        .onConflict((conflict) =>
          conflict.columns(['hour', ...WORK_KEYS]).doUpdateSet(added('session_usage')),
        ),
  )
}

/** Usage of stored requests, as far as they are finished. */
export async function loadUsage(trx: Transaction<Schema>, rows: readonly Row[]): Promise<UsageRow[]> {
  const finished = rows.filter(({ who }) => who !== null)
  const several = idsWithLines(finished)
  const usage = finished.filter((row) => row.usage_lines === null).map(usageOf)
  const works = new Map(finished.map((row) => [row.id, workOf(row)]))
  for (let at = 0; at < several.length; at += CHUNK) {
    const ids = several.slice(at, at + CHUNK)
    const lines = await trx.selectFrom('usage_line').selectAll().where('request_id', 'in', ids).execute()
    usage.push(...lines.map((line) => ({ ...line, ...(works.get(line.request_id) ?? workOf({})) })))
  }
  return usage
}

/** Requests that several models ran, which have rows in `usage_line`. */
export function idsWithLines(rows: readonly Pick<Row, 'id' | 'usage_lines'>[]): number[] {
  return rows.filter((row) => row.usage_lines !== null).map(({ id }) => id)
}

type Sums = Record<(typeof SUMS)[number], number>

/** `sum = sum + excluded.sum` for every column. */
function added(table: 'hour_usage' | 'day_usage' | 'session_usage'): Record<keyof Sums, Expression<number>> {
  const plus = (column: string) =>
    sql<number>`${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}`
  return {
    requests: plus('requests'),
    uses: plus('uses'),
    input_tokens: plus('input_tokens'),
    output_tokens: plus('output_tokens'),
    cache_creation: plus('cache_creation'),
    cache_creation_1h: plus('cache_creation_1h'),
    cache_read: plus('cache_read'),
    web_searches: plus('web_searches'),
    response_ms: plus('response_ms'),
    responses: plus('responses'),
  }
}

type Group<Key extends keyof UsageRow> = Record<Key, number> & Sums & { at: number }

/** Sorted by key, so that two instances lock rows in the same order. */
function sumUp<Key extends keyof UsageRow>(
  usage: readonly UsageRow[],
  { unit, sign, keys }: { unit: number; sign: 1 | -1; keys: readonly Key[] },
): Group<Key>[] {
  const groups = new Map<string, Group<Key>>()
  for (const row of usage) {
    const at = Math.floor(row.started_at / unit)
    const key = `${at}:${keys.map((name) => row[name]).join(':')}`
    let group = groups.get(key)
    if (group === undefined) groups.set(key, (group = emptyGroup(at, row, keys)))
    const sums: Sums = group
    for (const name of SUMS) sums[name] += sign * row[name]
  }
  const compared = ['at', ...keys] as const
  return [...groups.values()].toSorted((a, b) => {
    const name = compared.find((one) => a[one] !== b[one])
    return name === undefined ? 0 : a[name] - b[name]
  })
}

function emptyGroup<Key extends keyof UsageRow>(at: number, row: UsageRow, keys: readonly Key[]): Group<Key> {
  // Built in the order of its type.
  return Object.fromEntries([
    ['at', at],
    ...keys.map((name) => [name, row[name]] as const),
    ...SUMS.map((name) => [name, 0] as const),
  ]) as Group<Key>
}

/** Deletes empty hours and days up to a time (ms since 1970). */
export async function dropEmptyUsage(trx: Transaction<Schema>, until: number): Promise<void> {
  const hour = Math.floor(until / HOUR_MS)
  const day = Math.floor(until / DAY_MS)
  await trx.deleteFrom('hour_usage').where('hour', '<=', hour).where(IS_EMPTY).execute()
  await trx.deleteFrom('day_usage').where('day', '<=', day).where(IS_EMPTY).execute()
  await trx.deleteFrom('session_usage').where('hour', '<=', hour).where(IS_EMPTY).execute()
}

/** A second price of a model has tokens without a use of its own. */
const IS_EMPTY = sql<boolean>`uses <= 0 and input_tokens <= 0 and output_tokens <= 0 and cache_creation <= 0
  and cache_read <= 0 and web_searches <= 0`
