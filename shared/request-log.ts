import { type Static, Type } from 'typebox'
import { RateLimitInfo } from './rate-limit.ts'

/** Who ended a request. `crash`: the program died, and the next start found the request open. */
export const EndedBy = Type.Union([
  Type.Literal('client'),
  Type.Literal('upstream'),
  Type.Literal('proxy'),
  Type.Literal('shutdown'),
  Type.Literal('crash'),
])
export type EndedBy = Static<typeof EndedBy>

/** How far it had come. `done` is a whole answer. */
export const EndPhase = Type.Union([
  Type.Literal('connect'),
  Type.Literal('send'),
  Type.Literal('wait'),
  Type.Literal('headers'),
  Type.Literal('body'),
  Type.Literal('done'),
])
export type EndPhase = Static<typeof EndPhase>

/**
 * How a request ended, as the dashboard says it. `limited`: refused for now (408, 429, 503, 529), by the upstream or by
 * Signalbox, or ended by a shutdown; `left`: the client hung up; `failed`: whatever else is no whole answer;
 * `unsuccessful`: `failed` and `limited` together, to ask for.
 */
export const RequestOutcome = Type.Union([
  Type.Literal('ok'),
  Type.Literal('limited'),
  Type.Literal('failed'),
  Type.Literal('unsuccessful'),
  Type.Literal('left'),
  Type.Literal('open'),
])
export type RequestOutcome = Static<typeof RequestOutcome>

export const Termination = Type.Object({ who: EndedBy, phase: EndPhase })
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

/** One sending of a request to an upstream. */
export const RequestAttempt = Type.Object({
  provider: Type.String(),
  /** The model that was asked for there. */
  model: Type.Optional(Type.String()),
  /** The upstream's status. */
  status: Type.Optional(Type.Integer()),
  /** Why there was no response, or no whole one. */
  errorType: Type.Optional(Type.String()),
  /** The system's code for that, such as `ECONNREFUSED`. */
  cause: Type.Optional(Type.String()),
  /** From acceptance of the request to this sending, in ms. */
  startedMs: Type.Integer({ minimum: 0 }),
  /** To the response's headers, or the failure, in ms. */
  durationMs: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type RequestAttempt = Static<typeof RequestAttempt>

const common = {
  requestId: Type.String(),
  /** ISO 8601: when the request was accepted. */
  timestamp: Type.String(),
  method: Type.String(),
  /** The path, without the query. */
  endpoint: Type.String(),
  /** The model that the client asked for. */
  model: Type.Optional(Type.String()),
  originalModel: Type.Optional(Type.String()),
  /** The model that was asked upstream. */
  routedModel: Type.Optional(Type.String()),
  provider: Type.Optional(Type.String()),
  /** The routing rule that chose the provider and model, such as `background` or `longContext`. */
  route: Type.Optional(Type.String()),
  sessionId: Type.Optional(Type.String()),
  /** The same for all turns of one conversation. */
  conversationHash: Type.Optional(Type.String()),
  messageCount: Type.Optional(Type.Integer()),
  /** Absent while the request is in flight. */
  termination: Type.Optional(Termination),
  /** The system's code for what broke the connection, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  cause: Type.Optional(Type.String()),
  /** Host and port of the upstream, where the failure was Signalbox' to tell. */
  upstreamHost: Type.Optional(Type.String()),
  /** Every sending, in order. Absent where one was enough. */
  attempts: Type.Optional(Type.Array(RequestAttempt)),
}

/** A row of the request list: no headers, no bodies. */
export const RequestSummary = Type.Object({
  ...common,
  statusCode: Type.Optional(Type.Integer()),
  /** From acceptance to the last byte, in ms. */
  responseTime: Type.Optional(Type.Integer()),
  /** From acceptance to the first body byte, in ms. */
  timeToFirstByte: Type.Optional(Type.Integer()),
  isStreaming: Type.Optional(Type.Boolean()),
  usage: Type.Optional(AnthropicUsage),
  stopReason: Type.Optional(Type.String()),
  /** Signalbox' own code (also for a provider: `provider_unreachable`) or Anthropic's `error.type`. */
  errorType: Type.Optional(Type.String()),
})
export type RequestSummary = Static<typeof RequestSummary>

export const ResponseLog = Type.Object({
  /** Absent where no answer came. */
  statusCode: Type.Optional(Type.Integer()),
  /** In ms. Absent after a crash. */
  responseTime: Type.Optional(Type.Integer()),
  timeToFirstByte: Type.Optional(Type.Integer()),
  isStreaming: Type.Optional(Type.Boolean()),
  /** ISO 8601. */
  completedAt: Type.Optional(Type.String()),
  streamError: Type.Optional(Type.String()),
  errorType: Type.Optional(Type.String()),
  /** The client asked for no stream, the upstream was asked for one. */
  demoted: Type.Optional(Type.Boolean()),
  rateLimit: Type.Optional(RateLimitInfo),
  usage: Type.Optional(AnthropicUsage),
  stopReason: Type.Optional(Type.String()),
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
  userAgent: Type.Optional(Type.String()),
  contentType: Type.Optional(Type.String()),
  organizationId: Type.Optional(Type.String()),
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
