import type { RequestLog, RequestSummary } from '../../../shared/request-log.ts'
import type { Api } from '../../api/api.ts'
import { readSummaries } from '../requests/read-summaries.ts'

/** Maximum number of rows to search back; older requests are likely unrelated. */
const MAX_ROWS = 3_000
const PAGE_ROWS = 300

type Known = Pick<RequestLog, 'requestId' | 'timestamp' | 'endpoint' | 'conversationHash' | 'sessionId'>

/** The previous request of the conversation. Undefined if it is not among the last `MAX_ROWS`. */
export async function findPrevious(
  api: Api,
  request: Known,
  signal?: AbortSignal,
): Promise<RequestSummary | undefined> {
  const range = { start: '2000-01-01T00:00:00.000Z', end: request.timestamp }
  let before: string | undefined
  for (let looked = 0; looked < MAX_ROWS; looked += PAGE_ROWS) {
    const page = await readSummaries(api, { ...range, before, limit: PAGE_ROWS }, signal)
    const found = page.requests.find((row) => isBefore(row, request))
    if (found || page.next === undefined) return found
    before = page.next
  }
  return undefined
}

function isBefore(row: RequestSummary, { requestId, timestamp, endpoint, ...request }: Known): boolean {
  if (row.requestId === requestId || row.timestamp > timestamp || row.endpoint !== endpoint) return false
  if (request.conversationHash !== undefined) return row.conversationHash === request.conversationHash
  return request.sessionId !== undefined && row.sessionId === request.sessionId
}
