import { decodeJson } from '../../base/json/decode-json.ts'
import type { RequestSummaries, RequestSummary } from '../../../shared/request-log.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'

/** Maximum rows per query. */
const MAX_ROWS_AT_ONCE = 50
/** Maximum queued rows. Beyond it, clients refetch the whole list. */
const MAX_WAITING_ROWS = 200

export interface StoredRequestsDeps {
  log: Pick<RequestLogSource, 'json'>
  /** True while a client is connected. */
  isWanted: () => boolean
  onRequest: (request: RequestSummary) => void
  /** Called when requests were stored that are not announced one by one. */
  onMissed: () => void
}

/** Takes the ids of newly stored requests and reads their summaries from the log, one query at a time. */
export function createStoredRequests(deps: StoredRequestsDeps): (ids: readonly string[]) => void {
  let waiting: string[] = []
  let asking = false

  async function askAll(): Promise<void> {
    if (asking) return
    asking = true
    while (waiting.length > 0) await askSome(waiting.splice(0, MAX_ROWS_AT_ONCE))
    asking = false
  }
  async function askSome(ids: readonly string[]): Promise<void> {
    const found = await read(deps.log, ids).catch((): RequestSummary[] => [])
    if (found.length < ids.length) deps.onMissed()
    for (const request of found) deps.onRequest(request)
  }
  return (ids) => {
    if (!deps.isWanted()) return
    const room = MAX_WAITING_ROWS - waiting.length
    if (ids.length > room) deps.onMissed()
    waiting = [...waiting, ...ids.slice(0, room)]
    void askAll()
  }
}

/** Returns the oldest first, in order of occurrence. */
async function read(log: StoredRequestsDeps['log'], ids: readonly string[]): Promise<RequestSummary[]> {
  const json = await log.json('summaries', { ids, offset: 0, limit: ids.length })
  return (decodeJson(json) as RequestSummaries).requests.toReversed()
}
