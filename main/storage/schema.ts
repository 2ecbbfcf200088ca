import type { Generated } from 'kysely'
import type { EndedBy, EndPhase } from '../../shared/ended-by.ts'
import type { TurnWords } from './text/words.ts'
import type { RequestColumns, RequestField } from '../../shared/request-record.ts'

/**
 * The tables as kysely sees them, the same in SQLite and PostgreSQL. Times are ms since 1970, UTC; hours and days are
 * counted from 1970, UTC. `0` means "none" in model and organization ids, so that they can be part of a key.
 */
export interface Schema {
  meta: { key: string; value: string }
  run: RunTable
  term: { id: Generated<number>; kind: number; text: string }
  request: RequestTable
  header_page: HeaderPageTable
  body: { request_id: number; side: number; size: number; recipe: Uint8Array }
  block: { id: Generated<number>; hash: Uint8Array; epoch: number; size: number; data: Uint8Array }
  usage_line: UsageColumns & { request_id: number; place: number; started_at: number }
  hour_usage: UsageColumns & PlaceColumns & { hour: number }
  day_usage: UsageColumns & PlaceColumns & { day: number }
  session: SessionTable
  /** SQLite only: the id is that of the request. */
  request_text: { rowid: number } & TurnWords
  /** PostgreSQL only. */
  request_words: { request_id: number; words: string }
  /** One row: the turns of requests with a lower id are still to be read. */
  turn_progress: { place: number; below: number }
  /** Headers of one limit, in the newest response that named it. */
  limit_report: { organization_id: number; name: string; captured_at: number; headers: string }
  /** Sums by hour and by everything that usage can be grouped by. */
  session_usage: UsageColumns & WorkColumns & { hour: number }
  transcript_line: TranscriptLineTable
  /** Sums of the counted lines of transcripts, like `session_usage`. */
  transcript_usage: UsageColumns & WorkColumns & { hour: number }
  /** One row. Times in ms since 1970; null: the user was not asked yet, or nothing was imported. */
  transcript_import: { place: number; answered_at: number | null; imported_at: number | null }
}

/** One run of the program. Its open requests count as crashed once it is gone. */
export interface RunTable {
  id: Generated<number>
  instance: string
  host: string
  pid: number
  started_at: number
  heartbeat_at: number
  ended_at: number | null
}

/** The columns of a request's own facts are those of `REQUEST_COLUMNS`. */
export interface RequestTable extends RecordColumns {
  id: Generated<number>
  run_id: number
  header_page_id: number | null
  /** Row of the previous request of its conversation, agent and kind, which may have been deleted since. */
  previous_id: number | null
  /** JSON of `CacheNote`; null until the request was compared with the one before it. */
  explanation: string | null
}

type RecordColumns = { [Field in RequestField as RequestColumns[Field]['column']]: Stored<Field> }

/** A text, a number, or null if unknown; a flag is 1 or 0, an ending is its index in its list. */
type Stored<Field extends RequestField> = RequestColumns[Field] extends { as: 'key' }
  ? string
  : RequestColumns[Field] extends { as: 'time' } | { none: 0 }
    ? number
    : RequestColumns[Field] extends { as: 'text' | 'json' }
      ? string | null
      : number | null

/** A session of Claude Code. */
export interface SessionTable {
  /** Id of its text in `term`. */
  session_id: number
  /** One line; empty if unknown. */
  title: string
  /** See `TITLE_RANK`. */
  title_rank: number
  /** Start of the request that the title is from. */
  title_at: number
  /** Start of the newest request. */
  last_at: number
}

/** Headers and queries of requests that finished together: compressed as one, they take a tenth of the space. */
export interface HeaderPageTable {
  id: Generated<number>
  /** Start of its newest request. */
  newest_at: number
  data: Uint8Array
}

/**
 * Sums over finished requests. `usage_line` has those of a single request that several models ran, one row each; all
 * other requests have them in `request`.
 */
export interface UsageColumns {
  /** The model that was requested. */
  model_id: number
  /** The model that ran. */
  served_model_id: number
  organization_id: number
  /** See `price-marks.ts`. */
  price_marks_id: number
  /** Counts each request once, at the model that responded. */
  requests: number
  /** Counts each request once for each model that ran. */
  uses: number
  input_tokens: number
  output_tokens: number
  cache_creation: number
  cache_creation_1h: number
  cache_read: number
  web_searches: number
  /** Sum and count of the durations above 0. */
  response_ms: number
  responses: number
}

/** The work that a request belongs to; 0 means none or unknown. */
export interface WorkColumns extends PlaceColumns {
  session_id: number
  agent_id: number
}

/** The part of the work that has few values, by which even the sums of days are separate. */
export interface PlaceColumns {
  project_id: number
  kind_id: number
  provider_id: number
}

/** Usage of a message in Claude Code's transcripts, by model and price: one row each. */
export interface TranscriptLineTable extends UsageColumns, WorkColumns {
  message_id: string
  place: number
  /** Value of the response's `request-id`. */
  upstream_id: string | null
  /** See `LINE_STATE`. */
  state: number
  /** In ms since 1970. */
  started_at: number
}

/** `proxied`: the message passed through Signalbox, so its request counts. */
export const LINE_STATE = { new: 0, counted: 1, proxied: 2 } as const

/** Kind of a text in `term`: see `REQUEST_COLUMNS`. */
export type TermKind = Extract<RequestColumns[RequestField], { term: number }>['term']

/** Values of `body.side`. */
export const SIDE = { request: 0, response: 1 } as const

/** `request.who` and `request.phase` are indexes in these lists: only ever append. */
export const ENDED_BY: readonly EndedBy[] = ['client', 'upstream', 'proxy', 'shutdown', 'crash']
export const END_PHASES: readonly EndPhase[] = ['connect', 'send', 'wait', 'headers', 'body', 'done']
