import { toLog } from '../../../shared/request-documents.ts'
import type { RequestLog } from '../../../shared/request-log.ts'
import { createRequestCosts, withCost } from '../../../shared/request-usage.ts'
import type { ListParams } from '../../base/request-log-queries.ts'
import { loadTitles } from '../sessions/keep-sessions.ts'
import { loadHeaders } from '../write/header-pages.ts'
import { rateLimitOf } from '../rate-limit-headers.ts'
import { countRows } from './count-rows.ts'
import type { QueryDeps } from './query-deps.ts'
import { readPlaces, readRows } from './read-rows.ts'
import { type Stoppable, toRowFilter } from './row-filter.ts'
import { readRecord, termIds } from './read-record.ts'

/** `GET /api/requests`: newest first, without headers and bodies. */
export async function listRequests(
  deps: QueryDeps,
  { page, limit, prices, ...params }: ListParams & Stoppable,
): Promise<{ requests: RequestLog[]; total: number }> {
  const { db } = deps.database
  const filter = await toRowFilter(deps, params)
  if (filter === undefined) return { requests: [], total: 0 }
  const { total, places } = await countRows(deps, filter)
  const wanted = { limit, offset: (page - 1) * limit }
  const rows =
    places === undefined ? await readRows(db, filter, wanted) : await readPlaces(db, places, wanted)
  await deps.texts.learn(db, termIds(rows))
  const headers = await loadHeaders(
    db,
    rows.flatMap((row) => row.header_page_id ?? []),
  )
  const titles = await loadTitles(db, rows)
  const costOf = prices && createRequestCosts(prices)
  const requests = rows.map((row) => {
    const log = withCost(toLog(readRecord(row, deps.texts), titles.get(row.session_id)), costOf)
    const rateLimit = rateLimitOf(headers(row.header_page_id, log.requestId)?.response ?? [], {
      organizationId: log.organizationId,
      at: row.started_at,
    })
    if (log.response !== undefined && rateLimit !== undefined) log.response.rateLimit = rateLimit
    return log
  })
  return { requests, total }
}
