import type { EndedBy, RequestSummary } from '../../../shared/request-log.ts'
import type { IconName } from '../../ui/icon.tsx'

export type OutcomeTone = 'good' | 'running' | 'warning' | 'error' | 'quiet'

/** How a request ended: a shape, a word, and a sentence that says it in full. */
export interface Outcome {
  tone: OutcomeTone
  icon: IconName
  /** `200`, `529 overloaded`, `cut`. */
  word: string
  sentence: string
}

type Ended = Pick<RequestSummary, 'termination' | 'statusCode' | 'errorType' | 'stopReason'>

/** The outcome of a request, in words that name the side. */
export function toOutcome(request: Ended): Outcome {
  const { termination, statusCode, errorType } = request
  if (!termination)
    return { tone: 'running', icon: 'dot', word: 'in flight', sentence: 'It is still in flight.' }
  if (termination.phase !== 'done') return toCut(termination.who, statusCode, errorType)
  if (statusCode !== undefined && statusCode >= 400) return toRefusal(statusCode, termination.who, errorType)
  if (errorType !== undefined) {
    return {
      tone: 'error',
      icon: 'error',
      word: shortError(errorType),
      sentence: `The stream ended in ${errorType}.`,
    }
  }
  return {
    tone: 'good',
    icon: 'check',
    word: String(statusCode ?? 'done'),
    sentence: `The whole answer arrived${stopped(request.stopReason)}.`,
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
  const side = who === 'proxy' ? 'Signalbox' : 'The upstream'
  return {
    tone: passing ? 'warning' : 'error',
    icon: passing ? 'warning' : 'error',
    word: errorType === undefined ? String(status) : `${status} ${shortError(errorType)}`,
    sentence: `${side} answered ${status}${errorType === undefined ? '' : `, ${errorType}`}.`,
  }
}

function toCut(who: EndedBy, status: number | undefined, errorType: string | undefined): Outcome {
  const begun = status === undefined ? 'before an answer came' : 'in the middle of the answer'
  switch (who) {
    case 'client':
      return { tone: 'quiet', icon: 'minus', word: 'left', sentence: `Claude Code hung up ${begun}.` }
    case 'upstream':
      return {
        tone: 'error',
        icon: 'error',
        word: errorType === undefined ? 'cut' : shortError(errorType),
        sentence: `The upstream broke off ${begun}${errorType === undefined ? '' : `: ${errorType}`}.`,
      }
    case 'proxy':
      return {
        tone: 'error',
        icon: 'error',
        word: errorType === undefined ? 'failed' : shortError(errorType),
        sentence: `Signalbox ended it ${begun}${errorType === undefined ? '' : `: ${errorType}`}.`,
      }
    case 'shutdown':
      return {
        tone: 'warning',
        icon: 'warning',
        word: 'shut down',
        sentence: `Signalbox shut down ${begun}.`,
      }
    case 'crash':
      return {
        tone: 'error',
        icon: 'error',
        word: 'crash',
        sentence: 'Signalbox died while it was in flight.',
      }
  }
}

function stopped(reason: string | undefined): string {
  return reason === undefined ? '' : `; it ended with ${reason}`
}
