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
 * What goes between the server and the thread that writes exports. The JSON travels by transfer, so that the server's
 * own thread neither parses nor copies a body.
 */

/** What is to be written down next. */
export type ExportPart =
  | { type: 'head' }
  /** `RequestSummaries` as JSON. Without `isIndex` its rows are written; with it only their ids are wanted. */
  | { type: 'page'; json: Uint8Array<ArrayBuffer>; isIndex: boolean }
  /** `RequestDetail` as JSON, and the request's body as it came, where it was asked for. */
  | { type: 'request'; json: Uint8Array<ArrayBuffer>; body: Uint8Array<ArrayBuffer> | undefined }
  | { type: 'tail' }

export interface ExportPiece {
  text: Uint8Array<ArrayBuffer>
  /** Of a page. */
  ids: readonly string[]
  /** Where the next page goes on. */
  next: string | undefined
}

/** An export is known by its number from its order to its end. */
export type ToExport =
  | { type: 'begin'; id: number; order: ExportOrder }
  | { type: 'write'; id: number; part: ExportPart }
  | { type: 'end'; id: number }

/** The answer to each part, in order. */
export interface FromExport {
  id: number
  piece: ExportPiece
}
