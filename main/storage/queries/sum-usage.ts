import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely'
import { LINE_STATE, type Schema } from '../schema.ts'
import { DAY_MS, SESSION_KEY } from '../write/usage.ts'
import type { Condition } from './condition.ts'
import type { UsageSource } from '../../../shared/usage-by.ts'
import {
  coverRange,
  coverSessions,
  coverTranscripts,
  type Grouping,
  type Part,
  type Source,
  UNIT,
} from './cover-range.ts'
import { columnOf, type Work, type WorkDimension } from './usage-dimensions.ts'

export interface UsageFilter {
  /** In ms since 1970; `to` is exclusive. */
  from: number
  to: number
  organizationId?: number | undefined
  /** The models that were requested. */
  modelIds?: readonly number[] | undefined
  /** The models that ran. */
  servedIds?: readonly number[] | undefined
  /** Ids of a session, project, agent, kind or provider. */
  work?: Work | undefined
  /** Absent: the requests that passed through. */
  source?: UsageSource | undefined
}

export interface UsageSum extends Work {
  /** Number of the group; 0 without grouping. */
  at: number
  /** The model that ran. */
  modelId: number
  priceMarksId: number
  requests: number
  /** As `requests`, but a request counts for each model that ran. */
  uses: number
  input: number
  output: number
  cacheCreation: number
  /** Part of `cacheCreation` with a lifetime of one hour. */
  cacheCreation1h: number
  cacheRead: number
  webSearches: number
  /** Not summed up by work. */
  responseMs?: number
  responses?: number
}

const TIME = {
  request: 'started_at',
  usage_line: 'started_at',
  hour_usage: 'hour',
  day_usage: 'day',
  session_usage: 'hour',
  transcript_line: 'started_at',
  transcript_usage: 'hour',
} as const

/**
 * Sums over finished requests, exact to the ms: whole days and hours come from the rollups, the edges (and the hour in
 * which a local day begins) from the rows. There may be several sums for the same group and model; only their total is
 * meaningful, and one of them may be negative.
 *
 * @param dimensions separate sums for each of these, whose ids they then have
 */
export async function sumUsage(
  db: Kysely<Schema>,
  filter: UsageFilter,
  grouping?: Grouping,
  dimensions: readonly WorkDimension[] = [],
): Promise<UsageSum[]> {
  const sums: UsageSum[] = []
  if (filter.modelIds?.length === 0 || filter.servedIds?.length === 0) return sums
  for (const part of partsOf(filter, { grouping, dimensions }).flatMap(withLines)) {
    const found = await sumPart(db, part, { filter, grouping, dimensions })
    const { moves } = part
    sums.push(
      ...(moves === undefined
        ? found
        : found.flatMap((sum) => [negate(sum), { ...sum, at: sum.at + moves }])),
    )
  }
  return sums
}

function partsOf(
  filter: UsageFilter,
  { grouping, dimensions }: { grouping: Grouping | undefined; dimensions: readonly WorkDimension[] },
): Part[] {
  const { from, to, work = {}, source = 'proxy' } = filter
  const range = { from, to }
  const needsSessions = [...dimensions, ...Object.keys(work)].some((name) => BY_SESSION.has(name))
  const cover = needsSessions ? coverSessions : coverRange
  return [
    ...(source === 'transcript' ? [] : cover(range, grouping)),
    ...(source === 'proxy' ? [] : coverTranscripts(range, grouping)),
  ]
}

/** Only the sums by session have these. */
const BY_SESSION: ReadonlySet<string> = new Set(['session_id', 'agent_id'])

/** Requests that several models ran are in a table of their own. */
function withLines(part: Part): Part[] {
  return part.source === 'request' ? [part, { ...part, source: 'usage_line' }] : [part]
}

async function sumPart(
  db: Kysely<Schema>,
  part: Part,
  options: { filter: UsageFilter; grouping: Grouping | undefined; dimensions: readonly WorkDimension[] },
): Promise<UsageSum[]> {
  const { filter, grouping, dimensions } = options
  const time = sql.ref<number>(TIME[part.source])
  const { hours, source } = part
  const conditions = [sql`${time} >= ${part.from}`, sql`${time} < ${part.to}`]
  if (source === 'request') conditions.push(sql`who is not null`, sql`usage_lines is null`)
  if (source === 'transcript_line') conditions.push(sql`state = ${LINE_STATE.counted}`)
  if (hours !== undefined)
    conditions.push(sql`${time} % 24 >= ${hours.from}`, sql`${time} % 24 < ${hours.to}`)
  if (filter.organizationId !== undefined) conditions.push(sql`organization_id = ${filter.organizationId}`)
  if (filter.modelIds !== undefined) conditions.push(sql`model_id in (${sql.join(filter.modelIds)})`)
  if (filter.servedIds !== undefined)
    conditions.push(sql`${servedOf(source)} in (${sql.join(filter.servedIds)})`)
  conditions.push(...workConditions(filter.work, source))
  const own = dimensions.map((name) => sql`${columnOf(name, source === 'request')} as ${sql.ref(name)}, `)
  const places = [1, 2, 3, ...dimensions.map((_, index) => index + 4)].map((place) => sql.lit(place))
  const keys = grouping === undefined && source === 'session_usage' ? keysOf(dimensions) : undefined
  const { rows } = await sql<UsageSum>`
    select ${groupOf(part, grouping)} as "at", ${servedOf(source)} as "modelId",
      price_marks_id as "priceMarksId", ${sql.join(own, sql``)}${sql.join(sumsOf(source, dimensions.length === 0))}
    from ${tableOf(source, filter.work !== undefined || dimensions.length > 0)}
    where ${sql.join(conditions, sql` and `)}
    group by ${sql.join(keys ?? places)}`.execute(db)
  return rows
}

/** In the order of the key nothing needs to be sorted. That makes more sums than wanted, which are added up anyway. */
function keysOf(dimensions: readonly WorkDimension[]): RawBuilder<unknown>[] {
  const last = Math.max(2, ...dimensions.map((name) => SESSION_KEY.indexOf(name)))
  return SESSION_KEY.slice(0, last + 1).map((name) => sql.ref(name))
}

/** The work of a request is in its own row. */
function tableOf(source: Source, hasWork: boolean): RawBuilder<unknown> {
  if (source !== 'usage_line' || !hasWork) return sql.table(source)
  return sql`(select usage_line.*, ${sql.join(WORK.map(ofRequest))} from usage_line join request on request.id = request_id)
    as usage_line`
}

const WORK = ['session_id', 'agent_id', 'project_id', 'kind_id', 'provider_id'] as const

function ofRequest(column: (typeof WORK)[number]): RawBuilder<unknown> {
  return sql`coalesce(request.${sql.ref(column)}, 0) as ${sql.ref(column)}`
}

function workConditions(work: Work = {}, source: Source): Condition[] {
  return Object.entries(work).map(
    ([name, id]) => sql`${columnOf(name as WorkDimension, source === 'request')} = ${id}`,
  )
}

/** Literals, not parameters: otherwise PostgreSQL does not recognize the two expressions as equal. */
function groupOf({ source, daysLater }: Part, grouping: Grouping | undefined): RawBuilder<number> {
  if (grouping === undefined) return sql.lit(0)
  const utc = sql<number>`${sql.ref(TIME[source])} * ${sql.lit(UNIT[source])}`
  if (daysLater !== undefined) return sql`(${utc} / ${sql.lit(DAY_MS)} + ${sql.lit(daysLater)})`
  const local = sql<number>`(${utc} + ${sql.lit(grouping.offset)})`
  const within = grouping.withinDay ? sql<number>`(${local} % ${sql.lit(DAY_MS)})` : local
  return sql`(${within} / ${sql.lit(grouping.unit)})`
}

/** Requests of earlier versions do not name the model that ran. */
function servedOf(source: Source): RawBuilder<number> {
  return source === 'request' ? sql`coalesce(served_model_id, model_id)` : sql`served_model_id`
}

function sumsOf(source: Source, hasTimes: boolean): Expression<unknown>[] {
  const rows = source === 'request'
  const sum = (expression: Expression<number>, name: string) =>
    rows
      ? sql`cast(coalesce(sum(${expression}), 0) as bigint) as ${sql.ref(name)}`
      : sql`cast(sum(${expression}) as bigint) as ${sql.ref(name)}`
  return [
    sum(rows ? sql`1` : sql`requests`, 'requests'),
    sum(rows ? sql`1` : sql`uses`, 'uses'),
    sum(sql`input_tokens`, 'input'),
    sum(sql`output_tokens`, 'output'),
    sum(sql`cache_creation`, 'cacheCreation'),
    sum(sql`cache_creation_1h`, 'cacheCreation1h'),
    sum(sql`cache_read`, 'cacheRead'),
    sum(sql`web_searches`, 'webSearches'),
    ...(hasTimes
      ? [
          sum(
            rows ? sql`case when duration_ms > 0 then duration_ms else 0 end` : sql`response_ms`,
            'responseMs',
          ),
          sum(rows ? sql`case when duration_ms > 0 then 1 else 0 end` : sql`responses`, 'responses'),
        ]
      : []),
  ]
}

function negate(sum: UsageSum): UsageSum {
  return {
    ...sum,
    requests: -sum.requests,
    uses: -sum.uses,
    input: -sum.input,
    output: -sum.output,
    cacheCreation: -sum.cacheCreation,
    cacheCreation1h: -sum.cacheCreation1h,
    cacheRead: -sum.cacheRead,
    webSearches: -sum.webSearches,
    responseMs: -(sum.responseMs ?? 0),
    responses: -(sum.responses ?? 0),
  }
}
