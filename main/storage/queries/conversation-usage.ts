import { sql } from 'kysely'
import type { ConversationUsage } from '../../../shared/stats.ts'
import type { ConversationParams } from '../../base/request-log-queries.ts'
import { byModel, totalOf } from './group-usage.ts'
import type { QueryDeps } from './query-deps.ts'
import { toRowFilter } from './row-filter.ts'
import type { UsageSum } from './sum-usage.ts'
import { kindsOf } from './usage-queries.ts'

/** Undefined when the conversation has no finished request. */
export async function conversationUsage(
  deps: QueryDeps,
  { session, conversation }: ConversationParams,
): Promise<ConversationUsage | undefined> {
  const filter = await toRowFilter(deps, { session, conversation })
  if (filter === undefined || filter.conditions.length === 0) return undefined
  const conditions = sql`who is not null and ${sql.join(filter.conditions, sql` and `)}`
  const { rows } = await sql<UsageSum & { first: number; last: number }>`
    select 0 as "at", coalesce(served_model_id, model_id) as "modelId", price_marks_id as "priceMarksId",
      count(*) as "requests", count(*) as "uses", ${SUMS}
    from request
    where ${conditions} and usage_lines is null
    group by 2, 3
    union all
    select 0, served_model_id, price_marks_id,
      cast(sum(requests) as bigint), cast(sum(uses) as bigint), ${SUMS}
    from usage_line
    where request_id in (select id from request where ${conditions} and usage_lines is not null)
    group by 2, 3`.execute(deps.database.db)
  if (rows.length === 0) return undefined
  const models = await byModel(deps, rows)
  return {
    requests: totalOf(rows).requests,
    firstRequest: new Date(Math.min(...rows.map(({ first }) => first))).toISOString(),
    lastRequest: new Date(Math.max(...rows.map(({ last }) => last))).toISOString(),
    models: models.map(([model, sum]) => kindsOf(model, sum)),
  }
}

const SUMS = sql`
  cast(coalesce(sum(input_tokens), 0) as bigint) as "input",
  cast(coalesce(sum(output_tokens), 0) as bigint) as "output",
  cast(coalesce(sum(cache_creation), 0) as bigint) as "cacheCreation",
  cast(coalesce(sum(cache_creation_1h), 0) as bigint) as "cacheCreation1h",
  cast(coalesce(sum(cache_read), 0) as bigint) as "cacheRead",
  cast(coalesce(sum(web_searches), 0) as bigint) as "webSearches",
  0 as "responseMs", 0 as "responses", min(started_at) as "first", max(started_at) as "last"`
