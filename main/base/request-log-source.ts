import type { RequestQuestion } from '../../shared/request-filter.ts'
import type { StorageState } from '../../shared/storage-status.ts'

/** In ms since 1970, both included. */
export interface TimeRange {
  start: number
  end: number
}

interface OfOrganization {
  /** An organization's id. */
  org?: string | undefined
}

interface OfModel {
  /** Part of a model's name in any case, or `all`. */
  model?: string | undefined
}

interface InZone {
  /** IANA name of the zone whose days are meant. */
  tz: string
}

interface Abortable {
  /** Once it is aborted the answer may be anything, and soon. */
  signal?: AbortSignal | undefined
}

/** Everything that the request log is asked for, by name; the answers are the JSON of the API. */
export interface LogQuestions {
  requests: RequestQuestion & Abortable & { page: number; limit: number }
  summaries: RequestQuestion &
    Abortable & {
      offset: number
      limit: number
      before?: string | undefined
      /** A text that stands in a body or an answer: pages may be empty before the last one. */
      body?: string | undefined
    }
  latestDate: Record<string, never>
  /** A whole id, or its last characters. */
  request: { id: string }
  body: { id: string; side: 'request' | 'response' }
  stats: TimeRange & OfOrganization & OfModel
  daily: TimeRange & OfOrganization & InZone
  hourly: TimeRange & OfOrganization & InZone & { bucket: number }
  models: TimeRange & OfOrganization
  /** One of the two. No answer where no request of it has finished. */
  conversationUsage: Pick<RequestQuestion, 'session' | 'conversation'>
  /** Answers a `DailyUsage`. */
  usage: TimeRange & OfOrganization & InZone
  organizations: Record<string, never>
  rateLimits: Record<string, never>
  /** `before` in ms since 1970; without it everything. */
  clear: { before?: number | undefined }
}

/** A name with what it takes. */
export type LogQuestion = {
  [Name in keyof LogQuestions]: [name: Name, params: LogQuestions[Name]]
}[keyof LogQuestions]

/**
 * What the server needs of the request log. The store is one as it is; the server knows nothing of databases.
 */
export interface RequestLogSource {
  /**
   * The answer as UTF-8 JSON (of `body`: its bytes), made elsewhere; the server passes it on as it is.
   *
   * @returns undefined where there is no such request or body
   * @throws an error with the name `StorageError` and a `reason` (rejects)
   */
  json: (...question: LogQuestion) => Promise<Uint8Array<ArrayBuffer> | undefined>
  state: () => Omit<StorageState, 'set_aside'> & { readonly set_aside: readonly string[] }
  /** Called with the ids of requests whose end is in the log now. Returns the unsubscriber. */
  onKept: (listener: (requestIds: readonly string[]) => void) => () => void
}
