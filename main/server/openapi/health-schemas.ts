import { type TSchema, Type } from 'typebox'
import { CheckStatus } from '../../../shared/health/check-status.ts'

const Details = Type.Record(Type.String(), Type.Unknown())

/** `/health` as JSON: the fields of all views. */
export const HealthResponse = Type.Object({
  status: Type.Union([
    Type.Literal('healthy'),
    Type.Literal('degraded'),
    Type.Literal('unhealthy'),
    Type.Literal('draining'),
    Type.Literal('error'),
  ]),
  timestamp: Type.Optional(Type.String({ format: 'date-time' })),
  service: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  error: Type.Optional(Type.String()),
  details: Type.Optional(Type.Unknown()),
  in_flight: Type.Optional(Type.Integer({ minimum: 0 })),
  /** Nanoseconds: a serialized Go duration, as in CCProxy. */
  uptime: Type.Optional(Type.Integer({ minimum: 0 })),
  config: Type.Optional(Details),
  performance: Type.Optional(Details),
})

export const DrainingResponse = Type.Object({
  status: Type.Literal('draining'),
  timestamp: Type.Optional(Type.String({ format: 'date-time' })),
  in_flight: Type.Optional(Type.Integer({ minimum: 0 })),
})

/** `application/health+json` (draft-inadarei-api-health-check). */
export const HealthCheckResponse = Type.Object({
  status: CheckStatus,
  version: Type.Optional(Type.String()),
  serviceId: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  time: Type.Optional(Type.String()),
  output: Type.Optional(Type.String()),
  checks: Type.Optional(Type.Record(Type.String(), Type.Array(Details))),
})

export const DetailedHealthResponse = Type.Object({
  ...HealthResponse.properties,
  components: Type.Optional(Type.Record(Type.String(), Details)),
  configuration: Type.Optional(Details),
})

const OrNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** The fields of CCProxy together with those of its earlier version (002 and 003 in `main/health/views/README.md`). */
export const StatusResponse = Type.Object({
  service: Type.String(),
  status: Type.String(),
  version: Type.String(),
  provider: Type.String(),
  model: OrNull(Type.String()),
  base_url: Type.String(),
  max_tokens: OrNull(Type.Integer()),
  uptime: Type.Optional(Type.String()),
  pid: Type.Optional(Type.Integer()),
  host: Type.Optional(Type.String()),
  port: Type.Optional(Type.Integer()),
  api_key_configured: Type.Optional(Type.Boolean()),
  providers: Type.Optional(Type.Object({ count: Type.Integer(), active: Type.Array(Type.String()) })),
  build: Type.Optional(Details),
})

export const RootResponse = Type.Object({
  message: Type.String(),
  version: Type.String(),
  provider: Type.String(),
})
