import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import type { RequestFilter, RequestSort } from '../../../shared/request-filter.ts'
import { RequestSummaries, RequestSummary } from '../../../shared/request-log.ts'
import { type Api, ApiError, toQuery } from '../../api/api.ts'
import { t } from '../../language/t.ts'

export interface SummaryPage extends Omit<Static<typeof Envelope>, 'requests'> {
  requests: readonly RequestSummary[]
}

export interface SummaryQuestion extends RequestFilter {
  limit: number
  /** Minimum estimated cost, in US dollars. */
  minCost?: number | undefined
  /** Newest first without it. */
  sort?: RequestSort | undefined
  /** Cursor from the previous page… */
  before?: string | undefined
  /** …or offset from the top. */
  offset?: number | undefined
  /** Text to search for in request and response bodies. The page may be empty even if there is a `next`. */
  body?: string | undefined
}

const Envelope = Type.Object({ ...RequestSummaries.properties, requests: Type.Array(Type.Unknown()) })

/** A page of `GET /api/requests/summary`. */
export async function readSummaries(
  api: Api,
  question: SummaryQuestion,
  signal?: AbortSignal,
): Promise<SummaryPage> {
  const page = await api.get(`/api/requests/summary${toQuery({ ...question })}`, Envelope, signal)
  // Checks only the first row: the same code writes all of them, and checking each would take longer than a frame.
  if (page.requests.length > 0 && !Check(RequestSummary, page.requests[0]))
    throw new ApiError(t('Signalbox sent a list that this page doesn’t understand. Reload the page.'), {
      status: 200,
    })
  return { ...page, requests: page.requests as RequestSummary[] }
}
