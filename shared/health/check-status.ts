import { type Static, Type } from 'typebox'

/** State of one check: `fail` makes `/health` respond with 503, `warn` does so only where the check is critical. */
export const CheckStatus = Type.Union([Type.Literal('pass'), Type.Literal('warn'), Type.Literal('fail')])
export type CheckStatus = Static<typeof CheckStatus>
