import type { RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import type { RequestFilter, RequestOutcome } from '../../../shared/request-filter.ts'
import type { ListFilter } from './to-filter.ts'
import { toOutcome } from './to-outcome.ts'

/** How the server is asked for the rows that pass a filter. */
export interface Question {
  asked: RequestFilter
  /** What cannot be asked: the rows that come have to pass it. */
  test?: (row: RequestSummary) => boolean
  /** Looked for in bodies and answers, too. */
  body?: string
}

/** A longer text is refused. */
const MAX_SEARCH_LENGTH = 256

/** Everything in the filter but its range of time, whose end is the list's own. */
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

/** Whether only a part of all the rows of its models and times is meant. */
export function isPart({ model: _model, start: _start, end: _end, in: _in, ...own }: ListFilter): boolean {
  return Object.keys(own).length > 0
}

interface Ending {
  /** As it stands in the list. */
  word: string
  outcome: RequestOutcome
  /** Others have the same outcome. */
  isPart: boolean
}

const endings = (): readonly Ending[] => [
  { word: t('in flight'), outcome: 'open', isPart: false },
  { word: t('cancelled'), outcome: 'left', isPart: false },
  { word: t('failed'), outcome: 'failed', isPart: false },
  { word: t('shut down'), outcome: 'limited', isPart: true },
  { word: t('cut'), outcome: 'failed', isPart: true },
  { word: t('crash'), outcome: 'failed', isPart: true },
]

/** What stands in the list as an ending is no text in the log: it is asked for as an outcome. */
function withEnding(asked: RequestFilter, text: string): Question {
  const padded = ` ${text.replaceAll(/\s+/g, ' ')} `
  const ending = endings().find(({ word }) => padded.includes(` ${word.toLowerCase()} `))
  if (ending === undefined) return { asked: { ...asked, search: text } }
  const search = padded.replace(` ${ending.word.toLowerCase()} `, ' ').trim() || undefined
  const outcome = asked.outcome ?? ending.outcome
  const narrowed = { ...asked, search, outcome }
  if (!ending.isPart && outcome === ending.outcome) return { asked: narrowed }
  return { asked: narrowed, test: (row) => toOutcome(row).word.startsWith(ending.word) }
}
