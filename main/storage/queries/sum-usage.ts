import { type Expression, type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { DAY_MS, HOUR_MS } from '../write/usage.ts'

/** How sums are grouped besides by model: by whole units of local time, counted from 1970 or within the day. */
export interface Grouping {
  /** Local minus UTC, in ms. */
  offset: number
  /** Length of a group, in ms; divides a day. */
  unit: number
  /** Groups of the same time on different days are one. */
  withinDay: boolean
}

export interface UsageFilter {
  /** In ms since 1970; `to` is not part of the range. */
  from: number
  to: number
  organizationId?: number | undefined
  modelIds?: readonly number[] | undefined
}

export interface UsageSum {
  /** Number of the group; 0 without grouping. */
  at: number
  modelId: number
  requests: number
  input: number
  output: number
  cacheCreation: number
  cacheRead: number
  responseMs: number
  responses: number
}

type Source = 'request' | 'hour_usage' | 'day_usage'
interface Part {
  source: Source
  /** In the source's own unit: ms, hours or days since 1970. */
  from: number
  to: number
  /** The hour of the UTC day that is not taken. */
  exceptHour?: number
}

const UNIT = { request: 1, hour_usage: HOUR_MS, day_usage: DAY_MS } as const
const TIME = { request: 'started_at', hour_usage: 'hour', day_usage: 'day' } as const

/**
 * Sums over finished requests, exact to the ms: whole days and hours come from the rollups, what is left at the edges
 * (and where a local day begins within an hour) from the rows themselves.
 */
export async function sumUsage(
  db: Kysely<Schema>,
  filter: UsageFilter,
  grouping?: Grouping,
): Promise<UsageSum[]> {
  const sums: UsageSum[] = []
  for (const part of cover(filter, grouping)) sums.push(...(await sumPart(db, { part, filter, grouping })))
  return sums
}

/** Which sources together hold exactly the range. */
function cover({ from, to }: UsageFilter, grouping: Grouping | undefined): Part[] {
  if (from >= to) return []
  if (grouping === undefined) return split({ from, to }, ['day_usage', 'hour_usage', 'request'])
  const { offset, unit, withinDay } = grouping
  if (unit % HOUR_MS === 0 && offset % HOUR_MS === 0) {
    const days = unit === DAY_MS && offset === 0 && !withinDay
    return split({ from, to }, days ? ['day_usage', 'hour_usage', 'request'] : ['hour_usage', 'request'])
  }
  return unit === DAY_MS ? aroundMidnights({ from, to }, offset) : [{ source: 'request', from, to }]
}

/** Takes whole units of the first source, and the edges from the next ones. */
function split({ from, to }: { from: number; to: number }, [source, ...finer]: readonly Source[]): Part[] {
  if (from >= to || source === undefined) return []
  const unit = UNIT[source]
  const first = Math.ceil(from / unit)
  const end = Math.floor(to / unit)
  if (first >= end) return split({ from, to }, finer)
  return [
    ...split({ from, to: first * unit }, finer),
    { source, from: first, to: end },
    ...split({ from: end * unit, to }, finer),
  ]
}

/** Local midnight falls within an hour (India, Nepal, Chatham): that hour of each day comes from the rows. */
function aroundMidnights({ from, to }: { from: number; to: number }, offset: number): Part[] {
  const exceptHour = Math.floor(modulo(-offset, DAY_MS) / HOUR_MS)
  const parts: Part[] = split({ from, to }, ['hour_usage', 'request'])
  return parts.flatMap((part) => {
    if (part.source !== 'hour_usage') return [part]
    const hours: Part[] = []
    const first = part.from + modulo(exceptHour - part.from, 24)
    for (let hour = first; hour < part.to; hour += 24) {
      hours.push({ source: 'request', from: hour * HOUR_MS, to: (hour + 1) * HOUR_MS })
    }
    return [{ ...part, exceptHour }, ...hours]
  })
}

async function sumPart(
  db: Kysely<Schema>,
  { part, filter, grouping }: { part: Part; filter: UsageFilter; grouping: Grouping | undefined },
): Promise<UsageSum[]> {
  const time = sql.ref<number>(TIME[part.source])
  const conditions = [sql`${time} >= ${part.from}`, sql`${time} < ${part.to}`]
  if (part.source === 'request') conditions.push(sql`who is not null`)
  if (part.exceptHour !== undefined) conditions.push(sql`${time} % 24 <> ${part.exceptHour}`)
  if (filter.organizationId !== undefined) conditions.push(sql`organization_id = ${filter.organizationId}`)
  if (filter.modelIds !== undefined) {
    if (filter.modelIds.length === 0) return []
    conditions.push(sql`model_id in (${sql.join(filter.modelIds)})`)
  }
  // A literal, not a parameter: PostgreSQL would not see that the two expressions are the same.
  const at = groupOf({ time, unit: UNIT[part.source], grouping })
  const { rows } = await sql<UsageSum>`
    select ${at} as "at", model_id as "modelId", ${sql.join(sumsOf(part.source))}
    from ${sql.table(part.source)}
    where ${sql.join(conditions, sql` and `)}
    group by 1, 2`.execute(db)
  return rows
}

function groupOf({
  time,
  unit,
  grouping,
}: {
  time: Expression<number>
  unit: number
  grouping: Grouping | undefined
}): Expression<number> {
  if (grouping === undefined) return sql.lit(0)
  const local = sql<number>`(${time} * ${sql.lit(unit)} + ${sql.lit(grouping.offset)})`
  const within = grouping.withinDay ? sql<number>`(${local} % ${sql.lit(DAY_MS)})` : local
  return sql<number>`(${within} / ${sql.lit(grouping.unit)})`
}

function sumsOf(source: Source): Expression<unknown>[] {
  const sum = (expression: Expression<number>, name: string) =>
    sql`cast(coalesce(sum(${expression}), 0) as bigint) as ${sql.ref(name)}`
  const rows = source === 'request'
  return [
    sum(rows ? sql`1` : sql`requests`, 'requests'),
    sum(sql`input_tokens`, 'input'),
    sum(sql`output_tokens`, 'output'),
    sum(sql`cache_creation`, 'cacheCreation'),
    sum(sql`cache_read`, 'cacheRead'),
    sum(rows ? sql`case when duration_ms > 0 then duration_ms else 0 end` : sql`response_ms`, 'responseMs'),
    sum(rows ? sql`case when duration_ms > 0 then 1 else 0 end` : sql`responses`, 'responses'),
  ]
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
