import { type Static, Type } from 'typebox'
import { EndedBy, EndPhase } from './ended-by.ts'
import { RateLimitInfo } from './rate-limit.ts'
import { wireProperties } from './request-wire.ts'

export const Termination = Type.Object({
  endedBy: EndedBy,
  /** The same, by its name in earlier versions. */
  who: Type.Optional(EndedBy),
  phase: EndPhase,
})
export type Termination = Static<typeof Termination>

/** Cache writes by how long they are kept: parts of `cache_creation_input_tokens`. */
export const CacheCreation = Type.Object({
  ephemeral_5m_input_tokens: Type.Integer({ minimum: 0 }),
  ephemeral_1h_input_tokens: Type.Integer({ minimum: 0 }),
})
export type CacheCreation = Static<typeof CacheCreation>

/** Anthropic's own field names. Absent where the answer did not say. */
export const AnthropicUsage = Type.Object({
  input_tokens: Type.Optional(Type.Integer()),
  output_tokens: Type.Optional(Type.Integer()),
  cache_creation_input_tokens: Type.Optional(Type.Integer()),
  cache_creation: Type.Optional(CacheCreation),
  cache_read_input_tokens: Type.Optional(Type.Integer()),
  service_tier: Type.Optional(Type.String()),
})
export type AnthropicUsage = Static<typeof AnthropicUsage>

/** Values in the order they came; those that may hold a secret as `sha256:<8 hex>`, keyed per installation. */
export const LoggedHeaders = Type.Record(Type.String(), Type.Array(Type.String()))
export type LoggedHeaders = Static<typeof LoggedHeaders>

const common = {
  ...wireProperties('request'),
  /** ISO 8601: when the request was accepted. */
  timestamp: Type.String(),
  /** The same as `model`. */
  originalModel: Type.Optional(Type.String()),
  /** Absent while the request is in flight. */
  termination: Type.Optional(Termination),
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
  /** The answer as one message, put together from its stream where it was one. */
  body: Type.Optional(Type.Unknown()),
  /** An answer that is no JSON. */
  bodyText: Type.Optional(Type.String()),
  /** The stream as it came, one `data:` payload each. */
  streamingChunks: Type.Optional(Type.Array(Type.String())),
})
export type ResponseLog = Static<typeof ResponseLog>

/** One request. Headers and bodies are there only when a single request was asked for and they were captured. */
export const RequestLog = Type.Object({
  ...common,
  ...wireProperties('requestDetail'),
  /** The query string; values that may hold a secret are replaced. */
  query: Type.Optional(Type.String()),
  headers: Type.Optional(LoggedHeaders),
  body: Type.Optional(Type.Unknown()),
  /** A request body that is no JSON. */
  bodyText: Type.Optional(Type.String()),
  /** Absent while the request is in flight. */
  response: Type.Optional(ResponseLog),
})
export type RequestLog = Static<typeof RequestLog>

export const RequestList = Type.Object({
  requests: Type.Array(RequestLog),
  /** All that match, on every page. */
  total: Type.Integer({ minimum: 0 }),
})
export type RequestList = Static<typeof RequestList>

export const RequestSummaries = Type.Object({
  requests: Type.Array(RequestSummary),
  total: Type.Integer({ minimum: 0 }),
  offset: Type.Integer({ minimum: 0 }),
  /** 0 is without limit. */
  limit: Type.Integer({ minimum: 0 }),
  /** ISO 8601: a search of bodies has looked back to this time, and `total` is what it found since `before`. */
  searchedTo: Type.Optional(Type.String()),
  /** Given as `before`, continues behind the last row in constant time. Absent on the last page. */
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
