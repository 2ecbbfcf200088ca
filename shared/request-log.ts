import { type Static, Type } from 'typebox'
import { EndedBy, EndPhase } from './ended-by.ts'
import { RateLimitInfo } from './rate-limit.ts'
import { wireProperties } from './request-wire.ts'

export const Termination = Type.Object({
  endedBy: EndedBy,
  /** The same as `endedBy`, under its name in earlier versions. */
  who: Type.Optional(EndedBy),
  phase: EndPhase,
})
export type Termination = Static<typeof Termination>

/** Cache writes by lifetime: parts of `cache_creation_input_tokens`. */
export const CacheCreation = Type.Object({
  ephemeral_5m_input_tokens: Type.Integer({ minimum: 0 }),
  ephemeral_1h_input_tokens: Type.Integer({ minimum: 0 }),
})
export type CacheCreation = Static<typeof CacheCreation>

/** Anthropic's own field names. Absent if the response did not report them. */
export const AnthropicUsage = Type.Object({
  input_tokens: Type.Optional(Type.Integer()),
  output_tokens: Type.Optional(Type.Integer()),
  cache_creation_input_tokens: Type.Optional(Type.Integer()),
  cache_creation: Type.Optional(CacheCreation),
  cache_read_input_tokens: Type.Optional(Type.Integer()),
  service_tier: Type.Optional(Type.String()),
  server_tool_use: Type.Optional(Type.Object(wireProperties('serverTools'))),
  output_tokens_details: Type.Optional(Type.Object(wireProperties('outputDetails'))),
})
export type AnthropicUsage = Static<typeof AnthropicUsage>

/** Values in the order received; possible secrets are `sha256:<8 hex>`, keyed per installation. */
export const LoggedHeaders = Type.Record(Type.String(), Type.Array(Type.String()))
export type LoggedHeaders = Static<typeof LoggedHeaders>

const common = {
  ...wireProperties('request'),
  /** ISO 8601: time when the request was accepted. */
  timestamp: Type.String(),
  /** The same as `model`. */
  originalModel: Type.Optional(Type.String()),
  /** Title of the session: by Claude Code, or the beginning of the user's first words. */
  sessionTitle: Type.Optional(Type.String({ description: 'Title of the session.' })),
  /** Absent while the request is in flight. */
  termination: Type.Optional(Termination),
  cost: Type.Optional(
    Type.Number({
      minimum: 0,
      description:
        'Estimated cost in US dollars. Absent without usage, and if one of the models that ran has no price.',
    }),
  ),
}
const usage = Type.Optional(AnthropicUsage)

/** A row of the request list: no headers, no bodies. */
export const RequestSummary = Type.Object({ ...common, ...wireProperties('response'), usage })
export type RequestSummary = Static<typeof RequestSummary>

export const ResponseLog = Type.Object({
  ...wireProperties('response'),
  ...wireProperties('responseDetail'),
  /** ISO 8601. */
  completedAt: Type.Optional(Type.String()),
  rateLimit: Type.Optional(RateLimitInfo),
  usage,
  headers: Type.Optional(LoggedHeaders),
  /** The response as a single message, assembled from its stream if necessary. */
  body: Type.Optional(Type.Unknown()),
  /** A response body that is not JSON. */
  bodyText: Type.Optional(Type.String()),
  /** The raw stream, one `data:` payload each. */
  streamingChunks: Type.Optional(Type.Array(Type.String())),
})
export type ResponseLog = Static<typeof ResponseLog>

/** One request. Headers and bodies are present only when a single request is read and they were captured. */
export const RequestLog = Type.Object({
  ...common,
  ...wireProperties('requestDetail'),
  /** The query string; possible secrets are replaced. */
  query: Type.Optional(Type.String()),
  previous: Type.Optional(
    Type.String({ description: 'ID of the request before this one of the same session, agent and kind.' }),
  ),
  headers: Type.Optional(LoggedHeaders),
  body: Type.Optional(Type.Unknown()),
  /** A request body that is not JSON. */
  bodyText: Type.Optional(Type.String()),
  /** Absent while the request is in flight. */
  response: Type.Optional(ResponseLog),
})
export type RequestLog = Static<typeof RequestLog>

export const RequestList = Type.Object({
  requests: Type.Array(RequestLog),
  /** Number of matches on all pages. */
  total: Type.Integer({ minimum: 0 }),
})
export type RequestList = Static<typeof RequestList>

export const RequestSummaries = Type.Object({
  requests: Type.Array(RequestSummary),
  total: Type.Integer({ minimum: 0 }),
  offset: Type.Integer({ minimum: 0 }),
  /** 0 is unlimited. */
  limit: Type.Integer({ minimum: 0 }),
  /** ISO 8601: the body search has reached back to this time, and `total` counts its matches since `before`. */
  searchedTo: Type.Optional(Type.String()),
  /** Passed as `before`, continues after the last row in constant time. Absent on the last page. */
  next: Type.Optional(Type.String()),
})
export type RequestSummaries = Static<typeof RequestSummaries>

export const LatestDate = Type.Object({ latestDate: Type.Union([Type.String(), Type.Null()]) })
export type LatestDate = Static<typeof LatestDate>

export const RequestDetail = Type.Object({ request: RequestLog, fullId: Type.String() })
export type RequestDetail = Static<typeof RequestDetail>

export const DeletedRequests = Type.Object({
  message: Type.String(),
  deleted: Type.Integer({ minimum: 0 }),
})
export type DeletedRequests = Static<typeof DeletedRequests>
