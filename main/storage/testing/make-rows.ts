import type { UsageLine } from '../../../shared/usage-line.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'

/** Pseudo-random numbers, the same on every run (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface RowPlan {
  random: () => number
  /** In ms since 1970: rows are spread evenly between them. */
  from: number
  to: number
  count: number
  models: readonly (string | undefined)[]
  organizations: readonly (string | undefined)[]
  /** Some requests are answered by another model or use an advisor; few real ones are. */
  hasOtherModels?: boolean
}

/** Finished requests as sent to the worker; the first models and organizations are the most common. */
export function makeRow(plan: RowPlan, index: number): RowMessage & { end: EndMessage } {
  const { random } = plan
  const startedAt = Math.floor(plan.from + ((plan.to - plan.from) * (index + random())) / plan.count)
  const durationMs = random() < 0.02 ? 0 : Math.floor(200 + random() ** 3 * 60_000)
  const model = skewed(plan.models, random)
  const cacheCreation = random() < 0.5 ? Math.floor(random() * 20_000) : undefined
  const row: RowMessage & { end: EndMessage } = {
    requestId: `${index.toString(16).padStart(8, '0')}${Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')}`,
    startedAt,
    method: 'POST',
    endpoint: random() < 0.95 ? '/v1/messages' : '/v1/messages/count_tokens',
    query: undefined,
    userAgent: 'claude-cli/2.1.328 (external, cli)',
    contentType: 'application/json',
    sessionId: `session-${Math.floor(index / 200)}`,
    requestHeaders: '',
    end: {
      endedBy: random() < 0.97 ? 'upstream' : 'client',
      phase: 'done',
      status: random() < 0.96 ? 200 : 529,
      ttfbMs: Math.floor(durationMs / 3),
      durationMs,
      model,
      routedModel: random() < 0.1 ? 'claude-routed' : undefined,
      provider: 'anthropic',
      isStreaming: random() < 0.9,
      demoted: false,
      inputTokens: Math.floor(random() * 5000),
      outputTokens: Math.floor(random() * 3000),
      cacheCreationTokens: cacheCreation,
      cacheCreation1hTokens: index % 3 === 0 ? Math.floor((cacheCreation ?? 0) / 2) : undefined,
      cacheReadTokens: random() < 0.7 ? Math.floor(random() * 100_000) : undefined,
      serviceTier: 'standard',
      stopReason: random() < 0.5 ? 'tool_use' : 'end_turn',
      errorType: undefined,
      streamError: undefined,
      organizationId: skewed(plan.organizations, random),
      responseHeaders: '',
      keepBody: true,
      requestBody: undefined,
      responseBody: undefined,
    },
  }
  if (plan.hasOtherModels !== true) return row
  if (index % 11 === 5) row.end.servedModel = 'claude-fallback'
  if (index % 7 === 3) row.end.usageLines = withAdvisor(row.end)
  return row
}

/** The same usage, a part of it by an advisor. */
function withAdvisor(end: EndMessage): UsageLine[] {
  const { model = 'unknown', servedModel = model } = end
  const { inputTokens = 0, outputTokens = 0, cacheCreationTokens = 0, cacheCreation1hTokens = 0 } = end
  const { cacheReadTokens = 0 } = end
  const own = Math.floor(outputTokens / 3)
  const none = { cacheCreationTokens: 0, cacheCreation1hTokens: 0, cacheReadTokens: 0, webSearchRequests: 0 }
  return [
    {
      ...none,
      model: servedModel,
      inputTokens,
      outputTokens: own,
      cacheCreationTokens,
      cacheCreation1hTokens,
      cacheReadTokens,
    },
    {
      ...none,
      model: 'claude-advisor',
      priceMarks: 'fast',
      inputTokens: 0,
      outputTokens: outputTokens - own,
    },
  ]
}

function skewed<T>(values: readonly T[], random: () => number): T | undefined {
  return values[Math.floor(random() ** 3 * values.length)]
}
