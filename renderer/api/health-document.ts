import { type Static, Type } from 'typebox'
import { CheckStatus } from '../../shared/health/check-status.ts'

/**
 * `GET /health` as `application/health+json` (draft-inadarei-api-health-check-06), as far as the page reads it.
 * Details differ from check to check: `readChecks` reads them one by one.
 */
export const HealthDocument = Type.Object({
  status: CheckStatus,
  /** `draining`, or what went wrong while the answer was made. */
  output: Type.Optional(Type.String()),
  /** ISO 8601, by the server's clock. */
  time: Type.Optional(Type.String()),
  checks: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type HealthDocument = Static<typeof HealthDocument>
