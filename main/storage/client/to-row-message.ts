import { splitTarget } from '../../../shared/clean-target.ts'
import { type FieldWith, fieldsWith, type Known } from '../../../shared/request-fields.ts'
import { REQUEST_COLUMNS, type RequestRecord } from '../../../shared/request-record.ts'
import type { EndedAttempt, EndedRequest, StartedRequest } from '../../../shared/request-stages.ts'
import { cacheWrites, serverToolCount, usageLines } from '../../base/anthropic/usage-lines.ts'
import type { UsageLine } from '../../../shared/usage-line.ts'
import { createTemplate } from '../create-template.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'
import type { RowRedactor } from '../redact/create-row-redactor.ts'
import { headerOf } from '../headers.ts'

/** A request as sent to the worker. All secrets are replaced here, before it leaves this thread. */
export function toRowMessage(request: StartedRequest, redactor: RowRedactor): RowMessage {
  const { requestId, startedAt, method, target } = request
  const { text, columns } = redactor.headers(request.headers)
  const { path, query } = splitTarget(target)
  const row: RowMessage = {
    requestId,
    startedAt,
    method,
    endpoint: redactor.path(path),
    ...NOT_KNOWN_AT_START,
    query: query === undefined ? undefined : redactor.query(query),
    requestHeaders: text,
    end: undefined,
  }
  addFromHeaders(row, { headers: columns, fields: IN_REQUEST, redactor })
  return row
}

/** The outcome of a request. Its bodies stay in the caller's memory. */
export function toEndMessage(
  end: EndedRequest,
  redactor: RowRedactor,
  { bodies }: { bodies: boolean },
): EndMessage {
  const { text, columns } = redactor.headers(end.responseHeaders ?? [])
  const message: EndMessage = { ...EMPTY_END }
  message.endedBy = end.endedBy
  message.phase = end.phase
  message.durationMs = end.durationMs
  message.attempts = toAttempts(end.attempts ?? [], redactor)
  message.responseHeaders = text
  message.keepBody = bodies
  message.requestBody = end.requestBody
  message.responseBody = bodies ? end.responseBody : undefined
  copy(TOLD, end, message)
  // Names and texts come from clients and upstreams.
  for (const field of NAMES) {
    const name = message[field]
    if (name !== undefined) message[field] = redactor.name(name)
  }
  for (const field of TEXTS) {
    const told = message[field]
    if (told !== undefined) message[field] = redactor.text(told)
  }
  if (end.usage !== undefined) addUsage(message, end, redactor)
  addFromHeaders(message, { headers: columns, fields: IN_RESPONSE, redactor })
  if (bodies) addMissing(message, end)
  return message
}

type HeaderField = FieldWith<{ header: string }>
/** Excludes the fields that are set explicitly. */
type EndedField = Exclude<FieldWith<{ from: 'end' }>, 'endedBy' | 'phase' | 'durationMs' | 'attempts'>

const IN_REQUEST: readonly HeaderField[] = fieldsWith({ from: 'requestHeader' })
const IN_RESPONSE: readonly FieldWith<{ from: 'responseHeader' }>[] = fieldsWith({ from: 'responseHeader' })
const TOLD: readonly EndedField[] = fieldsWith({ from: 'end' }).filter(isCopied)
const NAMES: readonly FieldWith<{ from: 'end'; clean: 'name' }>[] = fieldsWith({ from: 'end', clean: 'name' })
const TEXTS: readonly FieldWith<{ from: 'end'; clean: 'text' }>[] = fieldsWith({ from: 'end', clean: 'text' })

function isCopied(field: FieldWith<{ from: 'end' }>): field is EndedField {
  return field !== 'endedBy' && field !== 'phase' && field !== 'durationMs' && field !== 'attempts'
}

const EMPTY_END = createTemplate<EndMessage>([
  ...fieldsWith({ from: 'end' }),
  ...fieldsWith({ from: 'usage' }),
  ...IN_RESPONSE,
  'responseHeaders',
  'keepBody',
  'requestBody',
  'responseBody',
])
const NOT_KNOWN_AT_START = createTemplate<Known<HeaderField>>(IN_REQUEST)

function addFromHeaders(
  to: Known<HeaderField>,
  options: { headers: readonly string[]; fields: readonly HeaderField[]; redactor: RowRedactor },
): void {
  for (const field of options.fields) {
    const column = REQUEST_COLUMNS[field]
    const value = headerOf(options.headers, column.header)
    if (value !== undefined) to[field] = 'clean' in column ? options.redactor.name(value) : value
  }
}

function copy<Field extends keyof Whole, Whole>(
  fields: readonly Field[],
  from: Pick<Whole, Field>,
  to: Pick<Whole, Field>,
): void {
  for (const field of fields) to[field] = from[field]
}

/** Times in whole ms. Undefined when the first attempt sufficed. */
function toAttempts(
  attempts: readonly EndedAttempt[],
  redactor: RowRedactor,
): RequestRecord['attempts'] | undefined {
  if (attempts.length === 0) return undefined
  return attempts.map(({ provider = '', model, status, errorType, cause, startedMs = 0, durationMs }) => ({
    provider,
    ...(model !== undefined && { model: redactor.name(model) }),
    ...(status !== undefined && { status }),
    ...(errorType !== undefined && { errorType }),
    ...(cause !== undefined && { cause }),
    startedMs: Math.round(startedMs),
    ...(durationMs !== undefined && { durationMs: Math.round(durationMs) }),
  }))
}

function addMissing(message: EndMessage, end: EndedRequest): void {
  const request = end.requestBody === undefined && Boolean(end.requestBytes)
  const response = end.responseBody === undefined && Boolean(end.responseBytes)
  if (!request && !response) return
  message.missing = {
    ...(request && { request: end.requestBytes }),
    ...(response && { response: end.responseBytes }),
  }
}

type UsageFields = Known<FieldWith<{ from: 'usage' }>>

/** Maps Anthropic's field names to ours. A value of the wrong type counts as unknown. */
function addUsage(
  to: UsageFields & Pick<EndMessage, 'servedModel' | 'model'>,
  { usage = {}, isLocal }: Pick<EndedRequest, 'usage' | 'isLocal'>,
  redactor: RowRedactor,
): void {
  const tier = usage['service_tier']
  const details = usage['output_tokens_details']
  const writes = cacheWrites(usage)
  to.inputTokens = count(usage['input_tokens'])
  to.outputTokens = count(usage['output_tokens'])
  to.cacheCreationTokens = writes?.total
  to.cacheCreation1hTokens = writes?.anHour
  to.cacheReadTokens = count(usage['cache_read_input_tokens'])
  if (typeof tier === 'string') to.serviceTier = tier
  if (typeof details === 'object' && details !== null)
    to.thinkingTokens = count(Reflect.get(details, 'thinking_tokens'))
  if (usage['server_tool_use'] !== undefined) addServerTools(to, usage)
  const lines = usageLines(usage, { model: to.servedModel ?? to.model ?? 'unknown', isLocal })
  to.priceMarks = lines[0]?.priceMarks
  if (usage['iterations'] !== undefined) addSums(to, lines)
  if (lines.length > 1) to.usageLines = lines.map((line) => ({ ...line, model: redactor.name(line.model) }))
}

function addServerTools(to: UsageFields, usage: Readonly<Record<string, unknown>>): void {
  to.webSearchRequests = known(serverToolCount(usage, 'web_search_requests'))
  to.webFetchRequests = known(serverToolCount(usage, 'web_fetch_requests'))
  to.codeExecutionRequests = known(serverToolCount(usage, 'code_execution_requests'))
}

/** The request's counts are those of all its iterations, which the top level of `usage` leaves out in part. */
function addSums(to: UsageFields, lines: readonly UsageLine[]): void {
  const sum = (pick: (line: UsageLine) => number) => lines.reduce((total, line) => total + pick(line), 0)
  to.inputTokens = sum(({ inputTokens }) => inputTokens)
  to.outputTokens = sum(({ outputTokens }) => outputTokens)
  to.cacheCreationTokens = sum(({ cacheCreationTokens }) => cacheCreationTokens)
  to.cacheCreation1hTokens = sum(({ cacheCreation1hTokens }) => cacheCreation1hTokens)
  to.cacheReadTokens = sum(({ cacheReadTokens }) => cacheReadTokens)
}

function known(value: number): number | undefined {
  return value === 0 ? undefined : value
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
