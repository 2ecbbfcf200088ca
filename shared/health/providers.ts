import { type Static, Type } from 'typebox'

/** Kind of failure of requests to an upstream; explained in main/health/verdict/outcome.ts. */
const UpstreamFailure = Type.Union([
  Type.Literal('unreachable'),
  Type.Literal('dns'),
  Type.Literal('tls'),
  Type.Literal('outbound_proxy'),
  Type.Literal('timeout'),
  Type.Literal('broken'),
  Type.Literal('overloaded'),
  Type.Literal('server_error'),
  Type.Literal('rejected'),
  Type.Literal('limited'),
  Type.Literal('foreign'),
  Type.Literal('own'),
])

/** One upstream in the details of `checks.providers`. */
export const ProviderDetails = Type.Object({
  status: Type.Union([Type.Literal('healthy'), Type.Literal('unhealthy')]),
  /** Consecutive failed connections or requests. */
  consecutive_failures: Type.Integer({ minimum: 0 }),
  /** ISO 8601: the last probe, or the last request that proves the same. Null before the first. */
  last_check: Type.Union([Type.String(), Type.Null()]),
  /** Time to connect, in ms. Null while connecting fails. */
  response_time_ms: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  base_url: Type.String(),
  /** Only while requests fail, like all following fields. */
  failure: Type.Optional(UpstreamFailure),
  failed_last_minute: Type.Optional(Type.Integer({ minimum: 0 })),
  requests_last_minute: Type.Optional(Type.Integer({ minimum: 0 })),
  /** ISO 8601. */
  failing_since: Type.Optional(Type.String()),
})
export type ProviderDetails = Static<typeof ProviderDetails>

/** Details of `checks.providers`. */
export const ProvidersDetails = Type.Object({
  /** A summary in English; each provider's `failure` is the code of its part. */
  output: Type.String(),
  /** By name. */
  providers: Type.Record(Type.String(), ProviderDetails),
  /** Models whose server dropped the beginning of a request. Absent if there are none. In tokens. */
  context_shortened: Type.Optional(
    Type.Array(
      Type.Object({
        provider: Type.String(),
        model: Type.String(),
        read: Type.Integer({ minimum: 0 }),
        /** Estimated. */
        sent: Type.Integer({ minimum: 0 }),
      }),
    ),
  ),
})
