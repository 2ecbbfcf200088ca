import { decodeJson } from '../base/json/decode-json.ts'
import { fromListRow } from '../../shared/request-documents.ts'
import type { RequestDetail, RequestLog, RequestSummaries } from '../../shared/request-log.ts'
import type { ExportFormat } from './export-format.ts'
import type { ExportFormatName, ExportOrder, ExportPart, ExportPiece } from './export-protocol.ts'
import { redactRequest } from './redact-request.ts'
import { csv } from './to-csv.ts'
import { curl } from './to-curl.ts'
import { har } from './to-har.ts'
import { html } from './to-html.ts'
import { jsonObject } from './to-json.ts'
import { jsonl } from './to-jsonl.ts'

const FORMATS: Record<ExportFormatName, ExportFormat> = { json: jsonObject, jsonl, csv, har, html, curl }

/** Writes one export, part by part. */
export function createExportWriter({
  format: name,
  context,
}: ExportOrder): (part: ExportPart) => ExportPiece {
  const format = FORMATS[name]
  let isFirst = true

  function row(request: RequestLog): string {
    const text = write(request)
    isFirst = false
    return text
  }
  /** A body nested too deeply to serialize must not fail the rest of the export. */
  function write(request: RequestLog): string {
    try {
      return format.row(context.redacted ? redactRequest(request) : request, context, isFirst)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      return format.row(withoutBodies(request), context, isFirst)
    }
  }
  return (part) => {
    switch (part.type) {
      case 'head':
        return piece(format.head(context))
      case 'tail':
        return piece(format.tail(context))
      case 'page': {
        const { requests, next } = decodeJson(part.json) as RequestSummaries
        const ids = requests.map(({ requestId }) => requestId)
        return {
          ...piece(part.isIndex ? '' : requests.map((one) => row(fromListRow(one))).join('')),
          ids,
          next,
        }
      }
      case 'request':
        return piece(row(toRequest(part)))
    }
  }
}

function withoutBodies({ body: _body, response, ...request }: RequestLog): RequestLog {
  const note = '[nested too deeply]'
  if (response === undefined) return { ...request, bodyText: note }
  const { body: _response, ...rest } = response
  return { ...request, bodyText: note, response: { ...rest, bodyText: note } }
}

function piece(text: string): ExportPiece {
  return { text: new TextEncoder().encode(text), ids: [], next: undefined }
}

/** Keeps the original body where it is text: parsed JSON has lost the digits of large numbers. */
function toRequest({ json, body }: Extract<ExportPart, { type: 'request' }>): RequestLog {
  const { request } = decodeJson(json) as RequestDetail
  if (body === undefined || request.headers?.['content-encoding'] !== undefined) return request
  const { body: _parsed, ...rest } = request
  return { ...rest, bodyText: new TextDecoder().decode(body) }
}
