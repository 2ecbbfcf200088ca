import { Type, type Static } from 'typebox'
import type { ExportContext } from './export-format.ts'

export const LIST_FORMATS = ['jsonl', 'csv', 'har', 'html'] as const
export const ExportFormatName = Type.Union([
  Type.Literal('jsonl'),
  Type.Literal('csv'),
  Type.Literal('har'),
  Type.Literal('html'),
  Type.Literal('curl'),
])
export type ExportFormatName = Static<typeof ExportFormatName>

/** What a thread is started with. */
export interface ExportOrder {
  format: ExportFormatName
  context: ExportContext
}

/*
 * What goes between the server and the thread that writes an export. The JSON travels by transfer, so that the server's
 * own thread neither parses nor copies a body.
 */

export type ToExport =
  | { type: 'head' }
  /** `RequestSummaries` as JSON. Without `isIndex` its rows are written; with it only their ids are wanted. */
  | { type: 'page'; json: Uint8Array<ArrayBuffer>; isIndex: boolean }
  /** `RequestDetail` as JSON, and the request's body as it came, where it was asked for. */
  | { type: 'request'; json: Uint8Array<ArrayBuffer>; body: Uint8Array<ArrayBuffer> | undefined }
  | { type: 'tail' }

/** The answer to each of them, in order. */
export interface FromExport {
  text: Uint8Array<ArrayBuffer>
  /** Of a page. */
  ids: readonly string[]
  /** Where the next page goes on. */
  next: string | undefined
}
