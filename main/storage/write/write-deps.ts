import type { Known } from '../../../shared/request-fields.ts'
import type { RequestField } from '../../../shared/request-record.ts'
import type { Bodies } from '../body/bodies.ts'
import type { Database } from '../database.ts'
import type { RowMessage } from '../row-message.ts'
import type { Dictionary } from './dictionary.ts'
import type { RequestFacts } from './read-facts.ts'
import type { SessionProjects } from './session-projects.ts'

export interface WriteDeps {
  database: Database
  terms: Dictionary
  bodies: Bodies
  projects: SessionProjects
  runId: number
  /** Called with the ids of the rows that a batch has finished, once it is stored. */
  onFinished?: (rowIds: readonly number[]) => void
  /** Wall clock, in ms since 1970. */
  now: () => number
}

/** A row with the facts from its body; parsed once, however often the batch is retried. */
export interface ParsedRow {
  row: RowMessage
  facts: RequestFacts
  /** Both together. */
  record: Known<RequestField>
}
