import { Type } from 'typebox'
import { CheckStatus } from '../../shared/health/check-status.ts'
import type { HealthDocument } from './health-document.ts'
import { pick } from './pick.ts'
import { toTime } from './to-time.ts'

/** One check of the health document, of any kind. */
export interface SeenCheck {
  /** The name under `checks`, for example `claude_cli`. */
  key: string
  status: CheckStatus
  output: string | undefined
  /** When it was found out, in ms since the epoch by the server's clock. Undefined when it does not say. */
  checkedAt: number | undefined
  /** Everything that the check says, unread. */
  details: Readonly<Record<string, unknown>>
}

const Entry = Type.Object({ status: CheckStatus, output: Type.String(), checked_at: Type.String() })

/** The checks of a document in its order. An entry without a status says nothing and is left out. */
export function readChecks({ checks = {} }: HealthDocument): SeenCheck[] {
  return Object.entries(checks).flatMap(([key, entries]) => {
    const entry: unknown = Array.isArray(entries) ? entries[0] : undefined
    const { status, output, checked_at } = pick(Entry, entry)
    if (status === undefined) return []
    return [{ key, status, output, checkedAt: toTime(checked_at), details: { ...(entry as object) } }]
  })
}
