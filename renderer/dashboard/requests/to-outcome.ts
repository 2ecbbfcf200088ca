import type { EndedBy } from '../../../shared/ended-by.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import type { IconName } from '../../ui/icon.tsx'
import { errorWord } from '../../status/error-words.ts'
import { withAttempts } from './say-attempts.ts'
import { oddStop } from './stop-reasons.ts'

export type OutcomeTone = 'good' | 'running' | 'warning' | 'error' | 'quiet'

/** Outcome of a request: icon, word, and a full sentence. */
export interface Outcome {
  tone: OutcomeTone
  icon: IconName
  /** `200`, `529 overloaded × 3`, `local unreachable`. */
  word: string
  /** Lazy, because a search processes more rows than are shown. */
  sentence: () => string
}

export type Ended = Pick<
  RequestSummary,
  'termination' | 'statusCode' | 'errorType' | 'stopReason' | 'provider' | 'attempts'
>

/** Outcome of a request, naming the side that ended it. */
export function toOutcome(request: Ended): Outcome {
  const outcome = toSingleOutcome(request)
  return { ...outcome, word: withAttempts(outcome.word, request) }
}

function toSingleOutcome(request: Ended): Outcome {
  const { termination, statusCode, errorType } = request
  if (!termination)
    return {
      tone: 'running',
      icon: 'dot',
      word: t('in flight'),
      sentence: () => t('Still in flight.'),
    }
  if (termination.phase !== 'done') return toCut(request, termination.endedBy)
  if (statusCode !== undefined && statusCode >= 400) return toRefusal(request, termination.endedBy)
  if (errorType !== undefined) {
    return {
      ...FAILED,
      word: errorWord(errorType, request.provider) ?? errorType,
      sentence: () =>
        errorType === 'response_not_api'
          ? t('The upstream didn’t respond like the API. A captive portal or gateway may be in between.')
          : t('The stream ended with {{error}}.', { error: errorType }),
    }
  }
  const word = statusCode === undefined ? t('done') : String(statusCode)
  const odd = oddStop(request.stopReason)
  if (odd) return { ...PASSED_BY, word: `${word} · ${odd.word()}`, sentence: odd.sentence }
  return { tone: 'good', icon: 'check', word, sentence: () => wholeResponse(request.stopReason) }
}

const FAILED = { tone: 'error', icon: 'error' } as const
const PASSED_BY = { tone: 'warning', icon: 'warning' } as const
const STOPPED = { tone: 'quiet', icon: 'minus' } as const

// Rate limits and overload are temporary; other errors need attention.
const PASSING = new Set([408, 429, 503, 529])

function toRefusal({ statusCode = 0, errorType, provider }: Ended, who: EndedBy): Outcome {
  const said = errorType === undefined ? String(statusCode) : `${statusCode}, ${errorType}`
  return {
    ...(PASSING.has(statusCode) ? PASSED_BY : FAILED),
    word: withStatus(statusCode, errorType, provider),
    sentence: () =>
      who === 'proxy'
        ? t('Signalbox responded with {{said}}.', { said })
        : t('The upstream responded with {{said}}.', { said }),
  }
}

function withStatus(status: number, errorType: string | undefined, provider: string | undefined): string {
  const word = errorType === undefined ? undefined : errorWord(errorType, provider)
  return word === undefined ? String(status) : `${status} ${word}`
}

function toCut({ statusCode, errorType, provider }: Ended, who: EndedBy): Outcome {
  const sentence = () => cutSentence(who, statusCode !== undefined) + (errorType ? `: ${errorType}.` : '.')
  const error = errorType && errorWord(errorType, provider)
  switch (who) {
    case 'client':
      return { ...STOPPED, word: t('cancelled'), sentence }
    case 'upstream':
      return { ...FAILED, word: error ?? t('interrupted'), sentence }
    case 'proxy':
      return { ...(PASSING.has(statusCode ?? 0) ? PASSED_BY : FAILED), word: error ?? t('failed'), sentence }
    case 'shutdown':
      return { ...PASSED_BY, word: t('shut down'), sentence }
    case 'crash':
      return { ...FAILED, word: t('crash'), sentence }
  }
}

/** Without a full stop, so that the cause can follow. */
function cutSentence(who: EndedBy, begun: boolean): string {
  switch (who) {
    case 'client':
      return begun
        ? t('Cancelled by the client during the response')
        : t('Cancelled by the client before the response')
    case 'upstream':
      return begun
        ? t('Interrupted by the upstream during the response')
        : t('Interrupted by the upstream before the response')
    case 'proxy':
      return begun ? t('Signalbox returned an error') : t('Ended by Signalbox before the response')
    case 'shutdown':
      return begun
        ? t('Signalbox shut down during the response')
        : t('Signalbox shut down before the response')
    case 'crash':
      return t('Signalbox crashed while the request was in flight')
  }
}

function wholeResponse(reason: string | undefined): string {
  return reason === undefined
    ? t('The response is complete.')
    : t('The response is complete. Stop reason: {{reason}}.', { reason })
}
