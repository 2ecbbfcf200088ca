import { type Static, Type } from 'typebox'
import type { ExportContext } from './export-format.ts'

export const ExportFormatName = Type.Union([
  Type.Literal('json'),
  Type.Literal('jsonl'),
  Type.Literal('csv'),
  Type.Literal('har'),
  Type.Literal('html'),
  Type.Literal('curl'),
])
export type ExportFormatName = Static<typeof ExportFormatName>

export interface ExportOrder {
  format: ExportFormatName
  context: ExportContext
}

/*
 * Messages between the server and the export thread. The JSON is transferred, so the server's thread neither parses nor
 * copies a body.
 */

/** The next part to write. */
export type ExportPart =
  | { type: 'head' }
  /** `RequestSummaries` as JSON. Its rows are written, or with `isIndex` only their ids returned. */
  | { type: 'page'; json: Uint8Array<ArrayBuffer>; isIndex: boolean }
  /** `RequestDetail` as JSON, and the original request body where the format needs it. */
  | { type: 'request'; json: Uint8Array<ArrayBuffer>; body: Uint8Array<ArrayBuffer> | undefined }
  | { type: 'tail' }

export interface ExportPiece {
  text: Uint8Array<ArrayBuffer>
  /** Request ids of a page. */
  ids: readonly string[]
  /** Cursor of the next page. */
  next: string | undefined
}

/** `id` identifies an export from `begin` to `end`. */
export type ToExport =
  | { type: 'begin'; id: number; order: ExportOrder }
  | { type: 'write'; id: number; part: ExportPart }
  | { type: 'end'; id: number }

/** The reply to each part, in order. */
export interface FromExport {
  id: number
  piece: ExportPiece
}
