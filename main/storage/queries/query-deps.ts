import type { DeletedRequests } from '../../../shared/request-log.ts'
import type { UsageSource } from '../../../shared/usage-by.ts'
import type { Bodies } from '../body/bodies.ts'
import type { Database } from '../database.ts'
import type { Dictionary } from '../write/dictionary.ts'
import type { TermTexts } from './term-texts.ts'

export interface QueryDeps {
  database: Database
  texts: TermTexts
  terms: Dictionary
  bodies: Bodies
  /** Range of the start times of all requests, or of the usage of a source, in ms; `to` is exclusive. */
  bounds: (source?: UsageSource) => Promise<{ from: number; to: number }>
  clear: (before: number | undefined) => Promise<DeletedRequests>
  /** Wall clock, in ms since 1970. */
  now: () => number
}
