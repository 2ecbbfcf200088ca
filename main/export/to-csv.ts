import type { RequestLog } from '../../shared/request-log.ts'
import { toCsvCell } from '../../shared/to-csv-cell.ts'
import type { ExportFormat } from './export-format.ts'

type Cell = string | number | boolean | undefined

const COLUMNS: readonly [name: string, read: (request: RequestLog) => Cell][] = [
  ['requestId', (request) => request.requestId],
  ['timestamp', (request) => request.timestamp],
  ['method', (request) => request.method],
  ['endpoint', (request) => request.endpoint],
  ['model', (request) => request.model],
  ['routedModel', (request) => request.routedModel],
  ['provider', (request) => request.provider],
  ['route', (request) => request.route],
  ['sessionId', (request) => request.sessionId],
  ['conversationHash', (request) => request.conversationHash],
  ['messageCount', (request) => request.messageCount],
  ['endedBy', (request) => request.termination?.who],
  ['endedAt', (request) => request.termination?.phase],
  ['statusCode', ({ response }) => response?.statusCode],
  ['responseTime', ({ response }) => response?.responseTime],
  ['timeToFirstByte', ({ response }) => response?.timeToFirstByte],
  ['isStreaming', ({ response }) => response?.isStreaming],
  ['inputTokens', ({ response }) => response?.usage?.input_tokens],
  ['outputTokens', ({ response }) => response?.usage?.output_tokens],
  ['cacheCreationInputTokens', ({ response }) => response?.usage?.cache_creation_input_tokens],
  ['cacheReadInputTokens', ({ response }) => response?.usage?.cache_read_input_tokens],
  ['serviceTier', ({ response }) => response?.usage?.service_tier],
  ['stopReason', ({ response }) => response?.stopReason],
  ['errorType', ({ response }) => response?.errorType],
  ['cause', (request) => request.cause],
  ['attempts', (request) => request.attempts?.length],
]

/** Comma-separated values (RFC 4180) with a head line; no bodies. */
export const csv: ExportFormat = {
  head: () => line(COLUMNS.map(([name]) => name)),
  row: (request) => line(COLUMNS.map(([, read]) => read(request))),
  tail: () => '',
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(toCsvCell).join(',')}\r\n`
}
