import type { RequestSummary } from '../../../shared/request-log.ts'
import { errorWord } from '../../status/error-words.ts'
import { t } from '../../language/t.ts'

/** The latest failed request, if recent. */
export interface LastError {
  requestId: string
  /** `529 overloaded`, `upstream broke off`. */
  word: string
  /** Full sentence with the model and the cause. */
  sentence: string
  /** When it ended, in ms since the epoch. */
  at: number
}

/** Maximum age in ms. The dashboard shows older ones. */
const NEWS = 15 * 60_000

/** The newest failure among the summaries that ended less than 15 minutes before `now`. */
export function toLastError(requests: readonly RequestSummary[], now: number): LastError | undefined {
  return requests
    .flatMap((request) => toError(request) ?? [])
    .filter(({ at }) => now - at < NEWS)
    .toSorted((a, b) => b.at - a.at)[0]
}

function toError(request: RequestSummary): LastError | undefined {
  const { requestId, timestamp, responseTime, model } = request
  const word = toWord(request)
  if (word === undefined) return undefined
  return {
    requestId,
    word,
    sentence: `${model ?? request.endpoint}: ${word}`,
    at: Date.parse(timestamp) + (responseTime ?? 0),
  }
}

// Cancelling Claude Code is not an error, and a shutdown is intentional.
function toWord({ termination, statusCode, errorType, provider }: RequestSummary): string | undefined {
  if (!termination || termination.endedBy === 'client' || termination.endedBy === 'shutdown') return undefined
  const type = errorType && errorWord(errorType, provider)
  // The status of an error made by Signalbox does not tell who failed.
  if (statusCode !== undefined && statusCode >= 400 && (termination.phase === 'done' || type === undefined))
    return type === undefined ? String(statusCode) : `${statusCode} ${type}`
  if (type !== undefined) return type
  return termination.phase === 'done' ? undefined : toBreak(termination.endedBy)
}

type Ender = NonNullable<RequestSummary['termination']>['endedBy']

/** The end of a response that broke off. */
function toBreak(endedBy: Exclude<Ender, 'client' | 'shutdown'>): string {
  switch (endedBy) {
    case 'upstream':
      return t('upstream disconnected')
    case 'proxy':
      return t('ended by Signalbox')
    case 'crash':
      return t('Signalbox crashed')
  }
}
