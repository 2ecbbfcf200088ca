import { decodeJson } from '../../base/json/decode-json.ts'
import type { RequestSummaries, RequestSummary } from '../../../shared/request-log.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'

/** So many are asked for at once. */
const MAX_ROWS_AT_ONCE = 50
/** So many may wait to be told of. Beyond it a list is better asked for as a whole. */
const MAX_WAITING_ROWS = 200

export interface KeptRequestsDeps {
  log: Pick<RequestLogSource, 'json'>
  /** Whether anybody listens. */
  isWanted: () => boolean
  onRequest: (request: RequestSummary) => void
  /** Called when requests were kept that are not told of one by one. */
  onMissed: () => void
}

/** Takes the ids of requests that were just kept and reads what the log says of them, one question after the other. */
export function createKeptRequests(deps: KeptRequestsDeps): (ids: readonly string[]) => void {
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

/** Oldest first, as they happened. */
async function read(log: KeptRequestsDeps['log'], ids: readonly string[]): Promise<RequestSummary[]> {
  const json = await log.json('summaries', { ids, offset: 0, limit: ids.length })
  return (decodeJson(json) as RequestSummaries).requests.toReversed()
}
