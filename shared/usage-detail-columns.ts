import type { ColumnOf } from './request-column.ts'

/** Columns of the counts that are parts of a response's usage, or are counted beside its tokens; see `REQUEST_COLUMNS`. */
export const USAGE_DETAIL_COLUMNS = {
  webSearchRequests: {
    column: 'web_searches',
    as: 'count',
    from: 'usage',
    at: 'serverTools',
    wire: 'web_search_requests',
    csv: 'webSearchRequests',
  },
  webFetchRequests: {
    column: 'web_fetches',
    as: 'count',
    from: 'usage',
    at: 'serverTools',
    wire: 'web_fetch_requests',
    csv: 'webFetchRequests',
  },
  codeExecutionRequests: {
    column: 'code_executions',
    as: 'count',
    from: 'usage',
    at: 'serverTools',
    wire: 'code_execution_requests',
    csv: 'codeExecutionRequests',
  },
  thinkingTokens: {
    column: 'thinking_tokens',
    as: 'count',
    from: 'usage',
    at: 'outputDetails',
    wire: 'thinking_tokens',
    csv: 'thinkingTokens',
  },
} as const satisfies Record<string, ColumnOf<number>>
