import type { RequestSummary } from '../../../shared/request-log.ts'
import { errorWord } from '../../status/error-words.ts'
import { t } from '../../language/t.ts'

/** The newest request that failed, while it is news. */
export interface LastError {
  requestId: string
  /** `529 overloaded`, `upstream broke off`. */
  word: string
  /** Who and what, in full. */
  sentence: string
  /** When it ended, in ms since the epoch. */
  at: number
}

/** In ms. What is older is in the dashboard. */
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

// Somebody who stops Claude Code has had no error, and a shutdown was asked for.
function toWord({ termination, statusCode, errorType, provider }: RequestSummary): string | undefined {
  if (!termination || termination.endedBy === 'client' || termination.endedBy === 'shutdown') return undefined
  const type = errorType && errorWord(errorType, provider)
  // The status of an error that Signalbox made says nothing about who failed.
  if (statusCode !== undefined && statusCode >= 400 && (termination.phase === 'done' || type === undefined))
    return type === undefined ? String(statusCode) : `${statusCode} ${type}`
  if (type !== undefined) return type
  if (termination.phase === 'done') return undefined
  switch (termination.endedBy) {
    case 'upstream':
      return t('upstream broke off')
    case 'proxy':
      return t('Signalbox gave up')
    case 'crash':
      return t('Signalbox died')
  }
}
