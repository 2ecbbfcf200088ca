import type { RequestLog, RequestSummary } from '../../../shared/request-log.ts'

/** What the list would say of a request. */
export function toSummary(request: RequestLog): RequestSummary {
  const { userAgent: _agent, contentType: _type, organizationId: _org, query: _query, ...rest } = request
  const { headers: _headers, body: _body, bodyText: _text, response, ...common } = rest
  if (!response) return common
  const { statusCode, responseTime, timeToFirstByte, isStreaming, usage, stopReason, errorType } = response
  return {
    ...common,
    ...defined({ statusCode, responseTime, timeToFirstByte, isStreaming, usage, stopReason, errorType }),
  }
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>
}
