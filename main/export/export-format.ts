import type { RequestLog } from '../../shared/request-log.ts'

/** Metadata of an export. */
export interface ExportContext {
  /** Signalbox's own address, to which the requests were sent. */
  baseUrl: string
  version: string
  /** ISO 8601. */
  exportedAt: string
  redacted: boolean
}

/** One output format, written piece by piece. */
export interface ExportFormat {
  head: (context: ExportContext) => string
  row: (request: RequestLog, context: ExportContext, isFirst: boolean) => string
  tail: (context: ExportContext) => string
}
