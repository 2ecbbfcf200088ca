import type { CacheReason, Explanation } from '../../../shared/explanation.ts'
import { coded, inEnglish } from '../../../shared/language/say.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import { fromListRow } from '../../../shared/request-documents.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { requestCost } from '../../../shared/request-usage.ts'

/**
 * A request without what a model doesn't need. Text of the conversation, which may be another project's, only with
 * `bodies`.
 */
export function toRequestRow(
  row: RequestSummary,
  { prices, bodies }: { prices: PriceTable; bodies: boolean },
): object {
  const { asked, did, result, sessionTitle, termination, usage } = row
  return {
    requestId: row.requestId,
    timestamp: row.timestamp,
    project: row.project,
    sessionId: row.sessionId,
    agentId: row.agentId,
    kind: row.kind,
    model: row.servedModel ?? row.routedModel ?? row.model,
    status: row.statusCode,
    errorType: row.errorType,
    endedBy: termination?.endedBy,
    durationMs: row.responseTime,
    usage,
    estimatedCostUsd: requestCost(fromListRow(row), prices),
    cacheReason: row.cacheReason,
    cacheMissedTokens: row.cacheMissedTokens,
    ...(bodies && { sessionTitle, asked, did, result }),
  }
}

/** Reasons whose first difference is in a setting or a tool, not in the conversation. */
const WITHOUT_CONVERSATION: ReadonlySet<CacheReason> = new Set([
  'model',
  'tools',
  'thinking',
  'effort',
  'speed',
  'beta',
  'account',
])

/** The explanation with its reason in words. Excerpts of the conversation only with `bodies`. */
export function toExplanationDocument(explanation: Explanation, { bodies }: { bodies: boolean }): object {
  const { cache } = explanation
  const { reason } = cache
  if (reason === null) return explanation
  const isShown = bodies || WITHOUT_CONVERSATION.has(reason.kind)
  const told = {
    ...reason,
    ...(!isShown && { path: blockOf(reason.path), before: null, after: null }),
    inWords: inEnglish(coded(`cache.${reason.kind}`)),
    ...(cache.missed > 0 && { advice: inEnglish(coded(`avoid.${reason.kind}`)) }),
  }
  return { ...explanation, cache: { ...cache, reason: told } }
}

/** `/messages/1/content/0/input/a` → `/messages/1/content/0`: the names in a tool's input are the conversation's. */
function blockOf(path: string | null): string | null {
  return path === null ? null : path.split('/').slice(0, 5).join('/')
}
