import { toListRow } from '../../../shared/request-documents.ts'
import type { Omission } from '../../../shared/omission.ts'
import type { RequestLog } from '../../../shared/request-log.ts'
import { t } from '../../language/t.ts'
import { formatMs } from '../../ui/format-number.ts'
import { attemptWord } from '../requests/say-attempts.ts'
import { errorWord } from '../../status/error-words.ts'
import { oddStop } from '../requests/stop-reasons.ts'
import { type OutcomeTone, toOutcome } from '../requests/to-outcome.ts'
import { readErrorMessage } from './read-error-message.ts'
import { sayNoResponse } from './say-no-response.ts'
import { findPlace, type Place } from './why/find-place.ts'
import { sayHelp } from './why/say-help.ts'

/** Ending of a request, in full. */
export interface Ending {
  tone: OutcomeTone
  sentences: readonly string[]
  /** The upstream's error message, verbatim. */
  quote?: string
  /** Meaning of an error, and what to do. */
  help?: readonly string[]
  /** The place in the request that the error names. */
  place?: Place
}

/** Describes the ending of a finished request. */
export function sayEnding(request: RequestLog): Ending {
  const { tone } = toOutcome(toListRow(request))
  const quote = request.termination?.endedBy === 'client' ? undefined : readErrorMessage(request.response)
  const sentences = [...sayHow(request), ...sayTries(request), ...sayOmissions(request)]
  const help = sayHelp(request, quote)
  const place = help.length > 0 && quote !== undefined ? findPlace(quote, request.body) : undefined
  return {
    tone,
    sentences,
    ...(quote !== undefined && { quote }),
    ...(help.length > 0 && { help }),
    ...(place !== undefined && { place }),
  }
}

function sayHow(request: RequestLog): string[] {
  const { termination, response = {} } = request
  const time = formatMs(response.responseTime ?? 0)
  switch (termination?.endedBy) {
    case undefined:
      return []
    case 'client':
      return [sayCancelled(request, time)]
    case 'shutdown':
      return [t('Interrupted when Signalbox stopped, after {{time}}.', { time })]
    case 'crash':
      return [t('Interrupted: Signalbox ended unexpectedly while this request was in flight.')]
    case 'proxy':
      return termination.phase === 'done' ? sayOwnResponse(request, time) : sayNoResponse(request, time)
    case 'upstream':
      return termination.phase === 'done' ? sayResponse(request, time) : sayBroken(request, time)
  }
}

function sayCancelled(request: RequestLog, time: string): string {
  const isBegun = hasBegun(request)
  // Clients other than Claude Code can also cancel.
  if (request.userAgent?.startsWith('claude-cli/') !== true) {
    return isBegun
      ? t('Cancelled by the client after {{time}}, during the response.', { time })
      : t('Cancelled by the client after {{time}}, before the response.', { time })
  }
  return isBegun
    ? t('Cancelled by Claude Code after {{time}}, during the response.', { time })
    : t('Cancelled by Claude Code after {{time}}, before the response.', { time })
}

/** Some requests are answered by Signalbox itself. */
function sayOwnResponse({ response }: RequestLog, time: string): string[] {
  return [t('Signalbox responded with {{status}} after {{time}}.', { status: response?.statusCode, time })]
}

function sayResponse({ response = {}, provider }: RequestLog, time: string): string[] {
  const { statusCode = 200, errorType, stopReason } = response
  if (errorType === 'stream_ended_early') {
    return [
      t('The stream ended after {{time}} without its final event. The response is incomplete.', { time }),
    ]
  }
  if (errorType === 'response_not_api') {
    return [t('The upstream didn’t respond like the API. A captive portal or gateway may be in between.')]
  }
  if (statusCode >= 400) {
    const said = [statusCode, errorType && errorWord(errorType, provider)].filter(Boolean).join(' ')
    return [t('The upstream responded with {{said}} after {{time}}.', { said, time })]
  }
  if (errorType !== undefined) {
    return [
      t('The stream ended after {{time}} with an error: {{error}}.', {
        time,
        error: errorWord(errorType, provider) ?? errorType,
      }),
    ]
  }
  const odd = oddStop(stopReason)
  if (odd) return [odd.sentence()]
  return [
    stopReason === undefined
      ? t('Complete after {{time}}.', { time })
      : t('Complete after {{time}}. Stop reason: {{reason}}.', { time, reason: stopReason }),
  ]
}

function sayBroken(request: RequestLog, time: string): string[] {
  if (!hasBegun(request)) return sayNoResponse(request, time)
  const { response = {}, cause } = request
  const events = response.streamingChunks?.length
  const why = cause ?? (response.errorType && errorWord(response.errorType, request.provider)) ?? '–'
  const broke =
    events === undefined
      ? t('The response was interrupted after {{time}}: {{why}}.', { time, why })
      : t('The stream was interrupted after {{time}} and {{count, number}} events: {{why}}.', {
          time,
          count: events,
          why,
        })
  const status = response.statusCode ?? 0
  return status >= 400 ? [broke, t('Signalbox returned {{status}}.', { status })] : [broke]
}

/** True if the client received, or Signalbox read, any of the response body. */
function hasBegun({ termination, response }: RequestLog): boolean {
  return termination?.phase === 'body' || response?.timeToFirstByte !== undefined
}

function sayTries({ attempts = [], response }: RequestLog): string[] {
  if (attempts.length < 2) return []
  return [
    t('{{count}} attempts in {{time}}: {{list}}.', {
      count: attempts.length,
      time: formatMs(response?.responseTime ?? 0),
      list: attempts.map(attemptWord).join(', '),
    }),
  ]
}

function sayOmissions({ omissions = [] }: RequestLog): string[] {
  const named = (code: Omission['code']) => {
    return omissions
      .filter((part) => part.code === code)
      .map(({ name, count }) => (count === 1 ? name : `${name} × ${count}`))
      .join(', ')
  }
  const [dropped, described] = [named('left_out'), named('said_in_words')]
  return [
    ...(dropped === '' ? [] : [t('Left out: {{list}}.', { list: dropped })]),
    ...(described === '' ? [] : [t('Sent as text: {{list}}.', { list: described })]),
  ]
}
