import type { AnthropicUsage, RequestLog, RequestSummary, ResponseLog, Termination } from './request-log.ts'
import type { RequestField, RequestRecord } from './request-record.ts'
import { pickWire, type Place, placeOf, toWire } from './request-wire.ts'
import { splitOf } from './split-of.ts'

/** A row of the request list. */
export function toSummary(record: RequestRecord, sessionTitle?: string): RequestSummary {
  return { ...commonOf(record, sessionTitle), ...toWire(record, 'response'), ...usageOf(record) }
}

/** The same request in the form of its details, without headers and bodies. */
export function toLog(record: RequestRecord, sessionTitle?: string): RequestLog {
  const log: RequestLog = { ...commonOf(record, sessionTitle), ...toWire(record, 'requestDetail') }
  if (record.endedBy !== undefined) log.response = responseOf(record)
  return log
}

/** List row of a request. */
export function toListRow({ response = {}, ...log }: RequestLog): RequestSummary {
  const { timestamp, originalModel, sessionTitle, termination, cost } = log
  const { usage } = response
  return {
    ...pickWire(log, 'request'),
    timestamp,
    ...(originalModel !== undefined && { originalModel }),
    ...(sessionTitle !== undefined && { sessionTitle }),
    ...(termination !== undefined && { termination }),
    ...(cost !== undefined && { cost }),
    ...pickWire(response, 'response'),
    ...(usage !== undefined && { usage }),
  }
}

/** Detail form of a list row. */
export function fromListRow(row: RequestSummary): RequestLog {
  const { timestamp, originalModel, sessionTitle, termination, cost, usage } = row
  const response: ResponseLog = { ...pickWire(row, 'response'), ...(usage !== undefined && { usage }) }
  return {
    ...pickWire(row, 'request'),
    timestamp,
    ...(originalModel !== undefined && { originalModel }),
    ...(sessionTitle !== undefined && { sessionTitle }),
    ...(termination !== undefined && { termination, response }),
    ...(cost !== undefined && { cost }),
  }
}

/** A field's value in a request's document; undefined if unknown. */
export function readWire(log: RequestLog, field: RequestField): unknown {
  const { at, name } = placeOf(field)
  const { response } = log
  const within: Record<Place, object | undefined> = {
    request: log,
    requestDetail: log,
    timestamp: log,
    termination: log.termination,
    response,
    responseDetail: response,
    usage: response?.usage,
    split: response?.usage?.cache_creation,
    serverTools: response?.usage?.server_tool_use,
    outputDetails: response?.usage?.output_tokens_details,
  }
  const place = within[at]
  return place && (Reflect.get(place, name) as unknown)
}

function commonOf(record: RequestRecord, sessionTitle: string | undefined) {
  const { startedAt, model, endedBy, phase } = record
  const termination: Termination | undefined =
    endedBy === undefined || phase === undefined ? undefined : { endedBy, who: endedBy, phase }
  return {
    ...toWire(record, 'request'),
    timestamp: new Date(startedAt).toISOString(),
    ...(model !== undefined && { originalModel: model }),
    ...(sessionTitle !== undefined && { sessionTitle }),
    ...(termination !== undefined && { termination }),
  }
}

function responseOf(record: RequestRecord): ResponseLog {
  const { startedAt, durationMs } = record
  return {
    ...toWire(record, 'response'),
    ...(durationMs !== undefined && { completedAt: new Date(startedAt + durationMs).toISOString() }),
    ...toWire(record, 'responseDetail'),
    ...usageOf(record),
  }
}

function usageOf(record: RequestRecord): { usage?: AnthropicUsage } {
  const usage: AnthropicUsage = toWire(record, 'usage')
  const { cacheCreationTokens = 0, cacheCreation1hTokens: anHour } = record
  if (anHour !== undefined) usage.cache_creation = splitOf(cacheCreationTokens, anHour)
  const tools = toWire(record, 'serverTools')
  if (Object.keys(tools).length > 0) usage.server_tool_use = tools
  const details = toWire(record, 'outputDetails')
  if (Object.keys(details).length > 0) usage.output_tokens_details = details
  return Object.keys(usage).length === 0 ? {} : { usage }
}
