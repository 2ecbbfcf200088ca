import { FILTERED_FIELDS, type FilteredField, type RequestOutcome } from '../../../shared/request-filter.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import type { EndMessage, RowMessage } from '../row-message.ts'
import type { FilterParams } from '../queries/row-filter.ts'
import { conversationOf } from '../write/read-facts.ts'
import { planned } from './plan-rows.ts'

/** Ids of the rows that match a filter, newest first, computed without a database. */
export function naiveList(rows: readonly RowMessage[], filter: FilterParams): string[] {
  const found = rows.filter((row) => Object.values(TESTS).every((test) => test(row, filter)))
  return found.toSorted((a, b) => b.startedAt - a.startedAt).map(({ requestId }) => requestId)
}

type Test = (row: RowMessage, filter: FilterParams) => boolean

type FieldFilter = (typeof REQUEST_COLUMNS)[FilteredField]['filter']
type TestName = Exclude<keyof FilterParams, 'end' | 'signal' | 'stop' | FieldFilter> | 'fields'

const TESTS: { readonly [Name in TestName]: Test } = {
  model: ({ end }, { model = '' }) => holds(end?.model, model) || model === '' || model === 'all',
  start: ({ startedAt }, { start, end }) =>
    start === undefined || end === undefined || (startedAt >= start && startedAt <= end),
  search: (row, { search = '' }) =>
    search
      .split(/\s+/)
      .every(
        (word) => textsOf(row).some((text) => holds(text, word)) || String(row.end?.status ?? '') === word,
      ),
  status: ({ end }, { status }) => status === undefined || statusWords(end).includes(status),
  fields: (row, filter) =>
    FILTERED_FIELDS.every((field) => {
      const wanted = filter[REQUEST_COLUMNS[field].filter]
      return wanted === undefined || valueOf(row, field) === wanted
    }),
  routed: ({ end }, { routed }) =>
    routed === undefined || routed === (end?.routedModel !== undefined && end.routedModel !== end.model),
  minDurationMs: ({ end }, { minDurationMs }) =>
    minDurationMs === undefined || (end?.durationMs ?? -1) >= minDurationMs,
  outcome: ({ end }, { outcome }) => outcome === undefined || outcomesOf(end).includes(outcome),
  slow: ({ end }, { slow }) =>
    slow === undefined || slow === ((end?.ttfbMs ?? 0) >= 10_000 || (end?.durationMs ?? 0) >= 60_000),
  // The rows have no bodies.
  missed: (_row, { missed }) => missed !== true,
  tool: (_row, { tool = '' }) => tool === '',
  file: (_row, { file = '' }) => file === '',
  inProject: (_row, { inProject = '' }) => inProject === '',
  ids: ({ requestId }, { ids }) => ids === undefined || ids.includes(requestId),
}

function valueOf({ end, ...row }: RowMessage, field: FilteredField): string | undefined {
  const conversationHash = conversationOf(row.sessionId)
  // The rows have no bodies, which tell these.
  return { ...row, ...end, conversationHash, kind: undefined, project: undefined, cacheReason: undefined }[
    field
  ]
}

function textsOf({ requestId, endpoint, sessionId, agentId, end }: RowMessage): (string | undefined)[] {
  const { model, routedModel, servedModel, provider, errorType, stopReason } = end ?? {}
  const models = [model, routedModel, servedModel]
  return [requestId, endpoint, sessionId, agentId, ...models, provider, errorType, stopReason]
}

function statusWords(end: EndMessage | undefined): string[] {
  if (end === undefined) return ['open']
  const code = end.status === undefined ? [] : [String(end.status), `${Math.floor(end.status / 100)}xx`]
  if (end.phase === 'done' && (end.status ?? 0) < 400 && end.errorType === undefined) return ['ok', ...code]
  return [end.phase !== 'done' && end.endedBy === 'client' ? 'aborted' : 'error', ...code]
}

function outcomesOf(end: EndMessage | undefined): RequestOutcome[] {
  const outcome = outcomeOf(end)
  return outcome === 'failed' || outcome === 'limited' ? [outcome, 'unsuccessful'] : [outcome]
}

function outcomeOf(end: EndMessage | undefined): RequestOutcome {
  if (end === undefined) return 'open'
  const { endedBy, phase, status = 0, errorType } = end
  const isLimit = [408, 429, 503, 529].includes(status)
  if (isLimit && (phase === 'done' || endedBy === 'proxy')) return 'limited'
  if (phase !== 'done') return endedBy === 'client' ? 'left' : endedBy === 'shutdown' ? 'limited' : 'failed'
  return status >= 400 || errorType !== undefined ? 'failed' : 'ok'
}

function holds(text: string | undefined, part: string): boolean {
  return text?.toLowerCase().includes(part.toLowerCase()) ?? false
}

const ENDS: readonly Partial<EndMessage>[] = [
  {},
  { status: 200 },
  { status: 529, errorType: 'overloaded_error' },
  { endedBy: 'client', phase: 'body', status: 200 },
  { endedBy: 'client', phase: 'wait', status: undefined },
  { endedBy: 'upstream', phase: 'headers', status: undefined, errorType: 'upstream_reset' },
  { endedBy: 'proxy', phase: 'done', status: 404, errorType: 'not_found_error', provider: undefined },
  { endedBy: 'upstream', phase: 'done', status: 200, errorType: 'overloaded_error' },
  { endedBy: 'shutdown', phase: 'body', status: 200 },
  { endedBy: 'proxy', phase: 'connect', status: 503, errorType: 'draining' },
  { endedBy: 'proxy', phase: 'done', status: undefined },
  { endedBy: 'proxy', phase: 'done', status: undefined, errorType: 'rate_limit_error', durationMs: 61_000 },
  { status: 429, errorType: 'rate_limit_error', ttfbMs: 12_000 },
  { provider: 'OpenAI', routedModel: 'gpt-5', stopReason: 'Größe' },
]

/** Requests with every kind of ending, and some still open. */
export function variedRows(count: number): RowMessage[] {
  return planned({ count }).map((row, index) => ({
    ...row,
    sessionId: index % 7 === 0 ? undefined : `Session-${Math.floor(index / 12)}`,
    agentId: index % 5 === 0 ? `Agent-${index % 3}` : undefined,
    end: index % 31 === 30 ? undefined : { ...row.end, ...ENDS[index % ENDS.length] },
  }))
}
