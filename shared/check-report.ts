import { type Static, Type } from 'typebox'

/** What one health check last found. `details` hold no secret; some of them only a local caller may see. */
export const CheckReport = Type.Object({
  /** The name under `checks`, for example `claude_cli`. */
  key: Type.String(),
  status: Type.Union([Type.Literal('pass'), Type.Literal('warn'), Type.Literal('fail')]),
  details: Type.Record(Type.String(), Type.Unknown()),
  /** ISO 8601. */
  checked_at: Type.String(),
})
export type CheckReport = Static<typeof CheckReport>
