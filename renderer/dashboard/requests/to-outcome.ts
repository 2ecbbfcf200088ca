import type { EndedBy, RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import type { IconName } from '../../ui/icon.tsx'

export type OutcomeTone = 'good' | 'running' | 'warning' | 'error' | 'quiet'

/** How a request ended: a shape, a word, and a sentence that says it in full. */
export interface Outcome {
  tone: OutcomeTone
  icon: IconName
  /** `200`, `529 overloaded`, `cut`. */
  word: string
  /** Made when it is shown: a search looks at more rows than anybody reads. */
  sentence: () => string
}

type Ended = Pick<RequestSummary, 'termination' | 'statusCode' | 'errorType' | 'stopReason'>

/** The outcome of a request, in words that name the side. */
export function toOutcome(request: Ended): Outcome {
  const { termination, statusCode, errorType } = request
  if (!termination)
    return {
      tone: 'running',
      icon: 'dot',
      word: t('in flight'),
      sentence: () => t('It is still in flight.'),
    }
  if (termination.phase !== 'done') return toCut(termination.who, statusCode, errorType)
  if (statusCode !== undefined && statusCode >= 400) return toRefusal(statusCode, termination.who, errorType)
  if (errorType !== undefined) {
    return {
      tone: 'error',
      icon: 'error',
      word: shortError(errorType),
      sentence: () => t('The stream ended in {{error}}.', { error: errorType }),
    }
  }
  return {
    tone: 'good',
    icon: 'check',
    word: statusCode === undefined ? t('done') : String(statusCode),
    sentence: () => wholeAnswer(request.stopReason),
  }
}

/** `overloaded_error` → `overloaded` */
function shortError(errorType: string): string {
  return errorType.replace(/_error$/, '').replaceAll('_', ' ')
}

// Limits and overload pass by themselves; the rest asks for somebody.
const PASSING = new Set([408, 429, 503, 529])

function toRefusal(status: number, who: EndedBy, errorType: string | undefined): Outcome {
  const passing = PASSING.has(status)
  const said = errorType === undefined ? String(status) : `${status}, ${errorType}`
  return {
    tone: passing ? 'warning' : 'error',
    icon: passing ? 'warning' : 'error',
    word: errorType === undefined ? String(status) : `${status} ${shortError(errorType)}`,
    sentence: () =>
      who === 'proxy'
        ? t('Signalbox answered {{said}}.', { said })
        : t('The upstream answered {{said}}.', { said }),
  }
}

function toCut(who: EndedBy, status: number | undefined, errorType: string | undefined): Outcome {
  const sentence = () => cutSentence(who, status !== undefined) + (errorType ? `: ${errorType}.` : '.')
  switch (who) {
    case 'client':
      return { tone: 'quiet', icon: 'minus', word: t('left'), sentence }
    case 'upstream':
      return { tone: 'error', icon: 'error', word: errorType ? shortError(errorType) : t('cut'), sentence }
    case 'proxy':
      return { tone: 'error', icon: 'error', word: errorType ? shortError(errorType) : t('failed'), sentence }
    case 'shutdown':
      return { tone: 'warning', icon: 'warning', word: t('shut down'), sentence }
    case 'crash':
      return { tone: 'error', icon: 'error', word: t('crash'), sentence }
  }
}

/** Without its full stop: what went wrong may follow. */
function cutSentence(who: EndedBy, begun: boolean): string {
  switch (who) {
    case 'client':
      return begun
        ? t('Claude Code hung up in the middle of the answer')
        : t('Claude Code hung up before an answer came')
    case 'upstream':
      return begun
        ? t('The upstream broke off in the middle of the answer')
        : t('The upstream broke off before an answer came')
    case 'proxy':
      return begun
        ? t('Signalbox ended it in the middle of the answer')
        : t('Signalbox ended it before an answer came')
    case 'shutdown':
      return begun
        ? t('Signalbox shut down in the middle of the answer')
        : t('Signalbox shut down before an answer came')
    case 'crash':
      return t('Signalbox died while it was in flight')
  }
}

function wholeAnswer(reason: string | undefined): string {
  return reason === undefined
    ? t('The whole answer arrived.')
    : t('The whole answer arrived; it ended with {{reason}}.', { reason })
}
