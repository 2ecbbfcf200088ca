import { type Static, Type } from 'typebox'
import { CheckStatus } from '../../shared/health/check-status.ts'

/**
 * `GET /health` as `application/health+json` (draft-inadarei-api-health-check-06), limited to the fields that the page
 * reads.
 * Details differ by check; `readChecks` reads them individually.
 */
export const HealthDocument = Type.Object({
  status: CheckStatus,
  /** `draining`, or the error that occurred while building the document. */
  output: Type.Optional(Type.String()),
  /** ISO 8601, by the server's clock. */
  time: Type.Optional(Type.String()),
  checks: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type HealthDocument = Static<typeof HealthDocument>
