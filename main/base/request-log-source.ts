import type { RequestQuestion } from '../../shared/request-filter.ts'
import type { StorageState } from '../../shared/storage-status.ts'

/** In ms since 1970, both inclusive. */
export interface TimeRange {
  start: number
  end: number
}

interface OfOrganization {
  /** An organization's ID. */
  org?: string | undefined
}

interface OfModel {
  /** Part of a model's name, case-insensitive, or `all`. */
  model?: string | undefined
}

interface InZone {
  /** IANA name of the time zone that defines the days. */
  tz: string
}

interface Abortable {
  /** Once it is aborted, the result may be anything, but comes soon. */
  signal?: AbortSignal | undefined
}

/** All queries to the request log, by name; the results are the API's JSON. */
export interface LogQuestions {
  requests: RequestQuestion & Abortable & { page: number; limit: number }
  summaries: RequestQuestion &
    Abortable & {
      offset: number
      limit: number
      before?: string | undefined
      /** Text to find in a request or response body: pages before the last one may be empty. */
      body?: string | undefined
    }
  latestDate: Record<string, never>
  /** A whole ID, or its last characters. */
  request: { id: string }
  body: { id: string; side: 'request' | 'response' }
  stats: TimeRange & OfOrganization & OfModel
  daily: TimeRange & OfOrganization & InZone
  hourly: TimeRange & OfOrganization & InZone & { bucket: number }
  models: TimeRange & OfOrganization
  /** Takes one of the two. No result if none of its requests has finished. */
  conversationUsage: Pick<RequestQuestion, 'session' | 'conversation'>
  /** Returns a `DailyUsage`. */
  usage: TimeRange & OfOrganization & InZone
  organizations: Record<string, never>
  rateLimits: Record<string, never>
  /** `before` in ms since 1970; omit to clear everything. */
  clear: { before?: number | undefined }
}

/** A query name with its parameters. */
export type LogQuestion = {
  [Name in keyof LogQuestions]: [name: Name, params: LogQuestions[Name]]
}[keyof LogQuestions]

/** The server's interface to the request log. The store implements it; the server knows nothing about databases. */
export interface RequestLogSource {
  /**
   * The result as UTF-8 JSON (for `body`: its bytes), produced elsewhere; the server passes it on unchanged.
   *
   * @returns undefined if there is no such request or body
   * @throws an error with the name `StorageError` and a `reason` (rejects)
   */
  json: (...question: LogQuestion) => Promise<Uint8Array<ArrayBuffer> | undefined>
  state: () => Omit<StorageState, 'set_aside'> & { readonly set_aside: readonly string[] }
  /** Called with the IDs of requests whose end has been stored. Returns the unsubscriber. */
  onKept: (listener: (requestIds: readonly string[]) => void) => () => void
}
