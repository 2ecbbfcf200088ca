import { type Static, Type } from 'typebox'

const Count = Type.Integer({ minimum: 0 })

/** Usage of finished requests in the log, and its estimated cost. */
const SessionUsage = {
  requests: Count,
  input_tokens: Count,
  output_tokens: Count,
  cache_read_input_tokens: Count,
  cache_creation_input_tokens: Count,
  cost: Type.Union([Type.Number({ minimum: 0 }), Type.Null()], {
    description: 'US dollars, without usage of no known price. Null: none of it has a price.',
  }),
} as const

/** A session of Claude Code, as far as its requests are in the log. */
export const SessionSummary = Type.Object({
  id: Type.String({ description: 'Session ID.' }),
  title: Type.Optional(
    Type.String({ description: 'By Claude Code, or the beginning of the user’s first words.' }),
  ),
  project: Type.Optional(Type.String({ description: 'Working directory: a full path.' })),
  models: Type.Array(Type.String(), { description: 'Models that ran, those with most requests first.' }),
  ...SessionUsage,
  agents: Type.Integer({ minimum: 0, description: 'Number of sub-agents.' }),
  errors: Type.Integer({ minimum: 0, description: 'Requests that failed, or were refused temporarily.' }),
  running: Type.Integer({ minimum: 0, description: 'Requests in flight.' }),
  startedAt: Type.String({ description: 'ISO 8601: start of its first request.' }),
  lastAt: Type.String({ description: 'ISO 8601: start of its newest request.' }),
  durationMs: Type.Integer({ minimum: 0, description: 'From its first to its newest request.' }),
  contextTokens: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Input tokens of the newest response to its main agent, those from the cache included.',
    }),
  ),
})
export type SessionSummary = Static<typeof SessionSummary>

/** Order of the list, the newest or largest first. `tokens`: of all kinds. */
export const SessionSort = Type.Union([Type.Literal('last'), Type.Literal('cost'), Type.Literal('tokens')])
export type SessionSort = Static<typeof SessionSort>

/** `GET /api/sessions`: sessions with requests in flight come first if sorted by time. */
export const SessionList = Type.Object({
  sessions: Type.Array(SessionSummary),
  total: Count,
  offset: Count,
  limit: Count,
})
export type SessionList = Static<typeof SessionList>

/** Requests of the main agent, of a sub-agent, or of the calls beside them. */
export const SessionAgent = Type.Object({
  agent: Type.Optional(
    Type.String({ description: 'ID of a sub-agent. Absent for the session’s own agent.' }),
  ),
  ...SessionUsage,
})
export type SessionAgent = Static<typeof SessionAgent>

/** `GET /api/sessions/{id}`. */
export const SessionDetail = Type.Object({
  ...SessionSummary.properties,
  byAgent: Type.Array(SessionAgent, {
    description: 'The session’s own agent first, then the most expensive.',
  }),
})
export type SessionDetail = Static<typeof SessionDetail>
