import { type Static, Type } from 'typebox'
import { Check } from 'typebox/value'
import { type RequestOutcome, RequestSummaries, RequestSummary } from '../../../shared/request-log.ts'
import { type Api, ApiError, toQuery } from '../../api/api.ts'
import { t } from '../../language/t.ts'

export interface SummaryPage extends Omit<Static<typeof Envelope>, 'requests'> {
  requests: readonly RequestSummary[]
}

/** Which rows are meant: all of it has to hold. */
export interface RowQuestion {
  /** A part of the model's name. */
  model?: string | undefined
  /** ISO 8601, both included. */
  start?: string | undefined
  end?: string | undefined
  /** Words that all stand in what the list knows, or are the status. */
  search?: string | undefined
  outcome?: RequestOutcome | undefined
  session?: string | undefined
  errorType?: string | undefined
  stopReason?: string | undefined
  routed?: 'true' | undefined
  slow?: 'true' | undefined
}

export interface SummaryQuestion extends RowQuestion {
  limit: number
  /** Where the page begins, by the page before… */
  before?: string | undefined
  /** …or by counting from the top. */
  offset?: number | undefined
  /** A text in bodies and answers. The page may then be empty while there is a `next`. */
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
  // One row vouches for the others, which the same code wrote: to check each would take longer than a frame.
  if (page.requests.length > 0 && !Check(RequestSummary, page.requests[0]))
    throw new ApiError(t('Signalbox gave a list that this page does not understand.'), { status: 200 })
  return { ...page, requests: page.requests as RequestSummary[] }
}
