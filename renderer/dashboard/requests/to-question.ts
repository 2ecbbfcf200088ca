import type { RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import type { RequestFilter, RequestOutcome } from '../../../shared/request-filter.ts'
import type { ListFilter } from './to-filter.ts'
import { toOutcome } from './to-outcome.ts'

/** Server query for the rows that match a filter. */
export interface Question {
  asked: AskedFilter
  /** Conditions that the server cannot filter by; applied to its rows here. */
  test?: (row: RequestSummary) => boolean
  /** Also searched for in request and response bodies. */
  body?: string
}

/** A filter as the server takes it. */
export type AskedFilter = RequestFilter & Pick<ListFilter, 'minCost'>

/** The server rejects longer texts. */
const MAX_SEARCH_LENGTH = 256

/** Query for all of the filter except its time range, whose end the list sets. */
export function toQuestion({
  start: _start,
  end: _end,
  in: place,
  search = '',
  ...asked
}: ListFilter): Question {
  const text = search.trim().slice(0, MAX_SEARCH_LENGTH)
  if (text === '') return { asked }
  if (place === 'bodies') return { asked: { ...asked, search: text }, body: text }
  return withEnding(asked, text.toLowerCase())
}

/** True if the filter has conditions beyond models and times. */
export function isPart({ model: _model, start: _start, end: _end, in: _in, ...own }: ListFilter): boolean {
  return Object.keys(own).length > 0
}

interface Ending {
  /** The word shown in the list. */
  word: string
  outcome: RequestOutcome
  /** True if other endings share this outcome. */
  isPart: boolean
}

const endings = (): readonly Ending[] => [
  { word: t('in flight'), outcome: 'open', isPart: false },
  { word: t('cancelled'), outcome: 'left', isPart: false },
  { word: t('failed'), outcome: 'failed', isPart: false },
  { word: t('shut down'), outcome: 'limited', isPart: true },
  { word: t('interrupted'), outcome: 'failed', isPart: true },
  { word: t('crash'), outcome: 'failed', isPart: true },
]

/** Words for endings are not stored as text in the log, so they are queried as an outcome. */
function withEnding(asked: AskedFilter, text: string): Question {
  const padded = ` ${text.replaceAll(/\s+/g, ' ')} `
  const ending = endings().find(({ word }) => padded.includes(` ${word.toLowerCase()} `))
  if (ending === undefined) return { asked: { ...asked, search: text } }
  const search = padded.replace(` ${ending.word.toLowerCase()} `, ' ').trim() || undefined
  const outcome = asked.outcome ?? ending.outcome
  const narrowed = { ...asked, search, outcome }
  if (!ending.isPart && outcome === ending.outcome) return { asked: narrowed }
  return { asked: narrowed, test: (row) => toOutcome(row).word.startsWith(ending.word) }
}
