import type { RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { type OutcomeTone, toOutcome } from './to-outcome.ts'

/** What the list is narrowed to. Stands in the address; see `FILTER_KEYS`. */
export interface Filter {
  /** Searched for in what the list knows: model, session, id, path, status and error. */
  q?: string
  outcome?: OutcomeName
  /** A part of the model's name. */
  model?: string
  session?: string
  error?: string
  /** `tool`: ended in a tool call. */
  calls?: 'tool'
  /** The model that was sent is another than the one asked for. */
  routed?: 'yes'
  speed?: 'slow'
  /** ISO 8601, both included. */
  from?: string
  to?: string
}

export const FILTER_KEYS = [
  'q',
  'outcome',
  'model',
  'session',
  'error',
  'calls',
  'routed',
  'speed',
  'from',
  'to',
] as const

export const OUTCOMES = {
  ok: () => t('Succeeded'),
  limited: () => t('Limited or overloaded'),
  failed: () => t('Failed'),
  left: () => t('Left by Claude Code'),
  open: () => t('In flight'),
} as const
export type OutcomeName = keyof typeof OUTCOMES

/** To the first byte or to the last, in ms: what somebody notices. */
const SLOW = { ttfb: 10_000, total: 60_000 }

/** The filter in an address. What does not hold is left out. */
export function toFilter(values: Readonly<Record<string, string | undefined>>): Filter {
  const { outcome, calls, routed, speed } = values
  const filter: Filter = {
    ...texts(values, ['q', 'model', 'session', 'error']),
    ...(outcome !== undefined && outcome in OUTCOMES && { outcome: outcome as OutcomeName }),
    ...(calls === 'tool' && { calls }),
    ...(routed === 'yes' && { routed }),
    ...(speed === 'slow' && { speed }),
  }
  for (const key of ['from', 'to'] as const) {
    const at = Date.parse(values[key] ?? '')
    if (!Number.isNaN(at)) filter[key] = new Date(at).toISOString()
  }
  return filter
}

/** Whether rows have to be looked at here, because the server does not know this filter. */
export function needsScan({ from: _from, to: _to, model: _model, ...own }: Filter): boolean {
  return Object.keys(own).length > 0
}

/** A test of one row, for everything in the filter that the server does not know. */
export function toTest({
  q,
  outcome,
  session,
  error,
  calls,
  routed,
  speed,
}: Filter): (row: RequestSummary) => boolean {
  const words = q?.toLowerCase().split(/\s+/).filter(Boolean) ?? []
  return (row) =>
    (outcome === undefined || TONES[outcome].includes(toOutcome(row).tone)) &&
    (session === undefined || row.sessionId === session) &&
    (error === undefined || row.errorType === error) &&
    (calls === undefined || row.stopReason === 'tool_use') &&
    (routed === undefined || isRouted(row)) &&
    (speed === undefined || isSlow(row)) &&
    (words.length === 0 || hasAll(row, words))
}

export function isRouted({ model, routedModel }: RequestSummary): boolean {
  return routedModel !== undefined && routedModel !== model
}

function isSlow({ timeToFirstByte = 0, responseTime = 0 }: RequestSummary): boolean {
  return timeToFirstByte >= SLOW.ttfb || responseTime >= SLOW.total
}

const TONES: Readonly<Record<OutcomeName, readonly OutcomeTone[]>> = {
  ok: ['good'],
  limited: ['warning'],
  failed: ['error'],
  left: ['quiet'],
  open: ['running'],
}

function hasAll(row: RequestSummary, words: readonly string[]): boolean {
  const { word } = toOutcome(row)
  const { requestId, model, routedModel, provider, sessionId, endpoint, errorType, stopReason } = row
  const text = [requestId, model, routedModel, provider, sessionId, endpoint, errorType, stopReason, word]
    .join(' ')
    .toLowerCase()
  return words.every((one) => text.includes(one))
}

function texts<Key extends 'q' | 'model' | 'session' | 'error'>(
  values: Readonly<Record<string, string | undefined>>,
  keys: readonly Key[],
): Pick<Filter, Key> {
  return Object.fromEntries(keys.flatMap((key) => (values[key] ? [[key, values[key]]] : []))) as Pick<
    Filter,
    Key
  >
}
