import { type Static, Type } from 'typebox'
import { RequestFilter, RequestSort } from '../../../shared/request-filter.ts'
import { USAGE_GROUPS } from '../../../shared/usage-by.ts'
import { readBy, readSince } from '../read-usage-options.ts'

const { search, model, session, project, kind, outcome, cacheReason, missed } = RequestFilter.properties
const Since = Type.String({ description: 'A period (24h, 7d, 4w), a date or a time. Default: 7d.' })

export const FIND_ARGUMENTS = Type.Object({
  search,
  model,
  session,
  project,
  kind,
  outcome,
  cacheReason,
  missed,
  since: Type.Optional(Since),
  sort: Type.Optional(RequestSort),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default: 20.' })),
})

export const EXPLAIN_ARGUMENTS = Type.Object({
  id: Type.String({
    minLength: 1,
    description:
      'A request ID, its last characters, or "last" for the newest finished request of a main agent.',
  }),
})

export const USAGE_ARGUMENTS = Type.Object({
  by: Type.Optional(
    Type.Array(Type.Union(USAGE_GROUPS.map((group) => Type.Literal(group))), {
      description: 'Groupings. Default: project.',
    }),
  ),
  since: Type.Optional(Since),
})

const DEFAULT_ROWS = 20

/**
 * Query of `GET /api/requests/summary`.
 *
 * @throws UsageError for an unknown time
 */
export function toFindPath({
  since,
  limit = DEFAULT_ROWS,
  ...filter
}: Static<typeof FIND_ARGUMENTS>): string {
  const now = Date.now()
  const query = new URLSearchParams({
    limit: String(limit),
    start: readSince(since, now),
    end: new Date(now).toISOString(),
  })
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, String(value))
  return String(query)
}

/**
 * Path of `GET /api/usage`.
 *
 * @throws UsageError for an unknown time
 */
export function toUsagePath({ by, since }: Static<typeof USAGE_ARGUMENTS>, now: number): string {
  const query = new URLSearchParams({
    group: readBy(by?.join(',')).join(','),
    start: readSince(since, now),
    end: new Date(now).toISOString(),
    tz: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  })
  return `/api/usage?${String(query)}`
}
