import type { RequestSummaries, RequestSummary } from '../../../shared/request-log.ts'
import type { StartedRequest } from '../finished-request.ts'
import type { RequestLogSource } from '../request-log.ts'

/** So many beginnings are remembered; requests that are never kept must not fill the memory. */
const MOST_REMEMBERED = 10_000
/** So many finished requests may wait to be told of. Beyond it a list is better asked for as a whole. */
const MOST_WAITING = 50
/** So many requests may begin in one ms and still be told apart. */
const MOST_AT_ONCE = 100

export interface KeptRequestsDeps {
  log: Pick<RequestLogSource, 'json'>
  /** Whether anybody listens. */
  isWanted: () => boolean
  onRequest: (request: RequestSummary) => void
  /** Called when requests were kept that are not told of one by one. */
  onMissed: () => void
}

export interface KeptRequests {
  opened: (request: Pick<StartedRequest, 'id' | 'startedAt'>) => void
  kept: (ids: readonly string[]) => void
}

/**
 * Reads what the log says about requests that were just kept, one question after the other. They are asked for by the
 * ms in which they began: the log is sorted by it, so that the question costs nothing, however long they ran.
 */
export function createKeptRequests(deps: KeptRequestsDeps): KeptRequests {
  /** By id, oldest first. */
  const startedAt = new Map<string, number>()
  let waiting: { id: string; at: number }[] = []
  let asking = false

  async function askAll(): Promise<void> {
    if (asking) return
    asking = true
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await askOne(next)
    asking = false
  }
  async function askOne({ id, at }: { id: string; at: number }): Promise<void> {
    const found = await read(deps.log, at)
      .then((requests) => requests.find(({ requestId }) => requestId === id))
      .catch(() => undefined)
    if (found === undefined) deps.onMissed()
    else deps.onRequest(found)
  }
  return {
    opened(request) {
      startedAt.set(request.id, request.startedAt)
      if (startedAt.size <= MOST_REMEMBERED) return
      for (const oldest of startedAt.keys()) {
        startedAt.delete(oldest)
        return
      }
    },
    kept(ids) {
      const known = ids.flatMap((id) => {
        const at = startedAt.get(id)
        startedAt.delete(id)
        return at === undefined ? [] : [{ id, at }]
      })
      if (!deps.isWanted()) return
      const room = MOST_WAITING - waiting.length
      if (known.length < ids.length || known.length > room) deps.onMissed()
      waiting = [...waiting, ...known.slice(0, Math.max(0, room))]
      void askAll()
    },
  }
}

async function read(log: KeptRequestsDeps['log'], at: number): Promise<readonly RequestSummary[]> {
  const json = await log.json('summaries', { start: at, end: at, offset: 0, limit: MOST_AT_ONCE })
  return (JSON.parse(new TextDecoder().decode(json)) as RequestSummaries).requests
}
