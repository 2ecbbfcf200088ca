import { STATUS_CODES } from '../base/node-http.ts'
import type { LoggedHeaders, RequestLog, ResponseLog } from '../../shared/request-log.ts'
import type { ExportContext, ExportFormat } from './export-format.ts'

/** HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/), which browser network panels can open. */
export const har: ExportFormat = {
  head: ({ version, redacted }) => {
    const creator = JSON.stringify({ name: 'Signalbox', version })
    const comment = JSON.stringify(redacted ? 'Secrets and names were redacted.' : 'Nothing was redacted.')
    return `{"log":{"version":"1.2","creator":${creator},"comment":${comment},"entries":[`
  },
  row: (request, context, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(toEntry(request, context))}`,
  tail: () => '\n]}}\n',
}

function toEntry(request: RequestLog, { baseUrl }: ExportContext): object {
  const { response = {} } = request
  const total = response.responseTime ?? 0
  const wait = Math.min(response.timeToFirstByte ?? total, total)
  return {
    startedDateTime: request.timestamp,
    time: total,
    request: toRequest(request, baseUrl),
    response: toResponse(response),
    cache: {},
    timings: { send: 0, wait, receive: total - wait },
    _requestId: request.requestId,
    _model: request.model,
    _routedModel: request.routedModel,
    _provider: request.provider,
    _route: request.route,
    _termination: request.termination,
    _errorType: response.errorType,
    _cause: request.cause,
    _attempts: request.attempts,
    _usage: response.usage,
  }
}

function toRequest(request: RequestLog, baseUrl: string): object {
  const { method, endpoint, query, headers = {}, contentType = '', body, bodyText } = request
  const text = body === undefined ? bodyText : JSON.stringify(body)
  return {
    method,
    url: `${baseUrl}${endpoint}${query === undefined ? '' : `?${query}`}`,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: toHeaders(headers),
    queryString: [...new URLSearchParams(query)].map(([name, value]) => ({ name, value })),
    ...(text !== undefined && { postData: { mimeType: contentType, text } }),
    headersSize: -1,
    bodySize: text === undefined ? -1 : Buffer.byteLength(text),
  }
}

function toResponse(response: ResponseLog): object {
  const { statusCode = 0, headers = {} } = response
  const text = textOf(response)
  return {
    status: statusCode,
    statusText: STATUS_CODES[statusCode] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: toHeaders(headers),
    content: {
      size: text === undefined ? 0 : Buffer.byteLength(text),
      mimeType: headers['content-type']?.[0] ?? '',
      ...(text !== undefined && { text }),
    },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    ...(response.streamError !== undefined && { _error: response.streamError }),
  }
}

/** A stream event by event, as received; other bodies as parsed. */
function textOf({ streamingChunks, body, bodyText }: ResponseLog): string | undefined {
  if (streamingChunks !== undefined) return streamingChunks.map(toEvent).join('')
  return body === undefined ? bodyText : JSON.stringify(body)
}

/** `{"type":"ping"}` → `event: ping\ndata: {"type":"ping"}\n\n` */
function toEvent(data: string): string {
  const type = /^\s*\{\s*"type"\s*:\s*"(\w{1,64})"/.exec(data)?.[1]
  return `${type === undefined ? '' : `event: ${type}\n`}data: ${data}\n\n`
}

function toHeaders(headers: LoggedHeaders): { name: string; value: string }[] {
  return Object.entries(headers).flatMap(([name, values]) => values.map((value) => ({ name, value })))
}
