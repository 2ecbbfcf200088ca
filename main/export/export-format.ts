import type { RequestLog } from '../../shared/request-log.ts'

/** What an export says about itself. */
export interface ExportContext {
  /** Where the requests were sent: our own address. */
  baseUrl: string
  version: string
  /** ISO 8601. */
  exportedAt: string
  redacted: boolean
}

/** One way of writing requests down, piece by piece. */
export interface ExportFormat {
  head: (context: ExportContext) => string
  row: (request: RequestLog, context: ExportContext, isFirst: boolean) => string
  tail: (context: ExportContext) => string
}
