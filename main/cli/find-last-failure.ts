import { RequestSummaries, type RequestSummary } from '../../shared/request-log.ts'
import type { Asked } from './ask-instance.ts'

/** While Signalbox drains, Claude Code retries every few seconds, so refusals may come by the hundred. */
const PAGE_ROWS = 500

/**
 * The newest failed request. A drain's refusal isn't one: the user asked for it, and Claude Code tries again.
 *
 * @param ask asks the instance for a list of requests
 * @returns null if none is logged, undefined if the request log can't be read
 */
export async function findLastFailure(
  ask: (path: string, schema: typeof RequestSummaries) => Promise<Asked<RequestSummaries>>,
): Promise<RequestSummary | null | undefined> {
  let from = '&limit=1'
  for (;;) {
    const asked = await ask(`/api/requests/summary?status=error${from}`, RequestSummaries)
    if (asked.kind !== 'response') return undefined
    const { requests, next } = asked.body
    const found = requests.find(({ errorType }) => errorType !== 'draining')
    if (found !== undefined) return found
    if (next === undefined) return null
    from = `&limit=${PAGE_ROWS}&before=${encodeURIComponent(next)}`
  }
}
