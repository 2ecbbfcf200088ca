import type { FinishedRequest } from '../requests/finished-request.ts'

/** ccproxy-api's labels for Anthropic's usage fields. */
const TOKEN_TYPES = [
  ['input', 'input_tokens'],
  ['output', 'output_tokens'],
  ['cache_read', 'cache_read_input_tokens'],
  ['cache_write', 'cache_creation_input_tokens'],
] as const

type TokenType = (typeof TOKEN_TYPES)[number][0]

/** Requests with the same labels. */
interface Series {
  method: string
  endpoint: string
  model: string
  status: number
  requests: number
  tokens: Record<TokenType, number>
}

export interface Totals {
  add: (
    request: Pick<FinishedRequest, 'method' | 'countedStatus' | 'usage'> & {
      endpoint: string
      model: string
    },
  ) => void
  list: () => Iterable<Series>
}

/**
 * Sums of all requests by their labels. The metrics library builds a key of all labels for each value that it counts;
 * here a request costs one lookup, and the library gets the sums when it is scraped.
 */
export function createTotals(): Totals {
  const bySeries = new Map<string, Series>()

  return {
    list: () => bySeries.values(),
    add({ method, endpoint, model, countedStatus: status, usage }) {
      const key = `${status} ${method} ${endpoint} ${model}`
      let series = bySeries.get(key)
      if (series === undefined) {
        const tokens = { input: 0, output: 0, cache_read: 0, cache_write: 0 }
        bySeries.set(key, (series = { method, endpoint, model, status, requests: 0, tokens }))
      }
      series.requests++
      if (usage === undefined) return
      for (const [type, field] of TOKEN_TYPES) {
        const tokens = usage[field]
        if (typeof tokens === 'number' && tokens > 0) series.tokens[type] += tokens
      }
    },
  }
}
