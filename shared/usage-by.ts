import { type Static, Type } from 'typebox'

const Count = Type.Integer({ minimum: 0 })

/** Groupings of usage. Times are local ones of the requested zone. */
export const USAGE_GROUPS = [
  'project',
  'session',
  'agent',
  'kind',
  'model',
  'provider',
  'org',
  'hour',
  'day',
  'week',
  'month',
] as const
export type UsageGroup = (typeof USAGE_GROUPS)[number]

/** Source of usage: the responses that passed through, or Claude Code's transcripts. */
export const UsageSource = Type.Union([
  Type.Literal('proxy'),
  Type.Literal('transcript'),
  Type.Literal('both'),
])
export type UsageSource = Static<typeof UsageSource>

const Sums = {
  /** Each request once, at the model that responded: an advisor's usage is not a request of its own. */
  requests: Count,
  input_tokens: Count,
  output_tokens: Count,
  cache_read_input_tokens: Count,
  /** Cache writes by lifetime; five minutes if a response did not report it. */
  cache_creation_5m_input_tokens: Count,
  cache_creation_1h_input_tokens: Count,
  web_search_requests: Count,
  /** US dollars, without usage of no known price. Null: none of it has a price. */
  cost: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
}

const Name = Type.Union([Type.String(), Type.Null()])

/** The name in each requested grouping; null if it is unknown. */
const UsageKey = Type.Object({
  project: Type.Optional({ ...Name, description: 'Working directory: a full path.' }),
  session: Type.Optional({ ...Name, description: 'Session ID.' }),
  agent: Type.Optional({ ...Name, description: 'ID of a sub-agent, or the kind of the request.' }),
  kind: Type.Optional({ ...Name, description: 'Kind of the request, such as `main` or `title`.' }),
  model: Type.Optional({ ...Name, description: 'The model that ran.' }),
  provider: Type.Optional({ ...Name, description: 'Provider name.' }),
  org: Type.Optional({ ...Name, description: 'Organization ID.' }),
  hour: Type.Optional({ ...Name, description: 'For example `2026-12-01T14:00`.' }),
  day: Type.Optional({ ...Name, description: 'For example `2026-12-01`.' }),
  week: Type.Optional({ ...Name, description: 'Its Monday, for example `2026-11-30`.' }),
  month: Type.Optional({ ...Name, description: 'For example `2026-12`.' }),
})
export type UsageKey = Static<typeof UsageKey>

/** `GET /api/usage`: usage and estimated cost of finished requests. */
export const UsageBy = Type.Object({
  /** Ascending by time if that is the first grouping; most expensive first otherwise. */
  groups: Type.Array(Type.Object({ key: UsageKey, ...Sums })),
  /** The sum of all groups. */
  total: Type.Object(Sums),
  /** Number of groups left out because of `limit`. */
  omitted: Type.Optional(Count),
  /** Models, or kinds of their usage such as fast mode, that have no price: left out of every cost. */
  unpriced: Type.Array(Type.Object({ model: Type.String(), requests: Count })),
})
export type UsageBy = Static<typeof UsageBy>
export type UsageByGroup = UsageBy['groups'][number]
export type UsageSums = UsageBy['total']

/** Fields of the sums that are always known, in the order of a table's columns. The cost may be unknown. */
export const USAGE_COUNTS = [
  'requests',
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_5m_input_tokens',
  'cache_creation_1h_input_tokens',
  'web_search_requests',
] as const satisfies readonly (keyof UsageSums)[]
