import { RequestSummaries, type RequestSummary } from '../../shared/request-log.ts'
import type { Asked } from './ask-instance.ts'

/** While Signalbox drains, Claude Code retries every few seconds, so refusals may come by the hundred. */
const PAGE_ROWS = 500

/** Refusals that the user asked for. */
const WANTED: ReadonlySet<string | undefined> = new Set(['draining', 'budget_reached'])

/**
 * The newest failed request. Refusals of a drain or a budget aren't: the user asked for them.
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
    const found = requests.find(({ errorType }) => !WANTED.has(errorType))
    if (found !== undefined) return found
    if (next === undefined) return null
    from = `&limit=${PAGE_ROWS}&before=${encodeURIComponent(next)}`
  }
}
