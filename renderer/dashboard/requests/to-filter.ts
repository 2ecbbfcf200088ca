import { Check } from 'typebox/value'
import { FILTER_ADDRESSES, RequestFilter, type RequestOutcome } from '../../../shared/request-filter.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'

/** Filter of the request list. */
export interface ListFilter extends RequestFilter {
  /** Also searches request and response bodies. */
  in?: 'bodies' | undefined
  /** Minimum estimated cost, in US dollars. */
  minCost?: number | undefined
}

type Values = Readonly<Record<string, string | undefined>>

export const OUTCOMES = {
  ok: () => t('Succeeded'),
  limited: () => t('Rate limited or overloaded'),
  failed: () => t('Failed'),
  unsuccessful: () => t('Failed, rate limited or overloaded'),
  left: () => t('Cancelled by the client'),
  open: () => t('In flight'),
} as const satisfies Readonly<Record<RequestOutcome, () => string>>

const { properties } = RequestFilter
const FILTER_NAMES = Object.keys(properties) as (keyof RequestFilter)[]

/** Filter from the URL. Invalid values are dropped. */
export function toFilter(values: Values): ListFilter {
  const known = FILTER_NAMES.flatMap((name) => {
    const value = read(name, values[keyOf(name)] ?? '')
    return value === undefined ? [] : [[name, value] as const]
  })
  const minCost = Number(values['cost'] ?? '')
  return {
    ...Object.fromEntries(known),
    ...(values['in'] === 'bodies' && { in: 'bodies' }),
    ...(minCost > 0 && { minCost }),
  }
}

/** URL changes that apply a filter change: undefined removes a key. */
export function toAddress(change: ListFilter, all: 'all' | 'given' = 'given'): Values {
  const given = all === 'all' ? FILTER_NAMES : FILTER_NAMES.filter((name) => name in change)
  return {
    ...Object.fromEntries(given.map((name) => [keyOf(name), write(name, change[name])])),
    ...((all === 'all' || 'in' in change) && { in: change.in }),
    ...((all === 'all' || 'minCost' in change) && { cost: change.minCost?.toString() }),
  }
}

export function isRouted({ model, routedModel }: RequestSummary): boolean {
  return routedModel !== undefined && routedModel !== model
}

function keyOf(name: keyof RequestFilter): string {
  return FILTER_ADDRESSES[name]?.key ?? name
}

function read(name: keyof RequestFilter, text: string): string | number | boolean | undefined {
  if (text === '') return undefined
  const words = FILTER_ADDRESSES[name]?.words
  if (words !== undefined) return Object.hasOwn(words, text) ? words[text] : undefined
  const schema = properties[name]
  if ('format' in schema) return toIso(text)
  const value = 'type' in schema && schema.type === 'integer' ? Number(text) : text
  return Check(properties[name], value) ? value : undefined
}

function write(name: keyof RequestFilter, value: string | number | boolean | undefined): string | undefined {
  const words = FILTER_ADDRESSES[name]?.words
  if (words !== undefined) return Object.keys(words).find((word) => words[word] === value)
  return value === undefined ? undefined : String(value)
}

function toIso(text: string): string | undefined {
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** Props of components that edit the filter. */
export interface FilterProps {
  filter: ListFilter
  /** Sets the given keys and removes undefined ones. */
  onChange: (change: ListFilter) => void
}
