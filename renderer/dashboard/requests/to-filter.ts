import type { RequestOutcome, RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'

/** What the list is narrowed to. Stands in the address; see `FILTER_KEYS`. */
export interface Filter {
  /** Searched for in what the list knows: model, session, id, path, status and error. */
  q?: string
  /** Searched for in bodies and answers, too. */
  in?: 'bodies'
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
  'in',
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
  unsuccessful: () => t('Failed, limited or overloaded'),
  left: () => t('Cancelled by the client'),
  open: () => t('In flight'),
} as const satisfies Readonly<Record<RequestOutcome, () => string>>
export type OutcomeName = keyof typeof OUTCOMES

/** The filter in an address. What does not hold is left out. */
export function toFilter(values: Readonly<Record<string, string | undefined>>): Filter {
  const { outcome, calls, routed, speed } = values
  const filter: Filter = {
    ...texts(values, ['q', 'model', 'session', 'error']),
    ...(values['in'] === 'bodies' && { in: 'bodies' as const }),
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

export function isRouted({ model, routedModel }: RequestSummary): boolean {
  return routedModel !== undefined && routedModel !== model
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
