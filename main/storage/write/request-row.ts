import type { Insertable } from 'kysely'
import type { Known } from '../../../shared/request-fields.ts'
import type { RequestField } from '../../../shared/request-record.ts'
import { RECORD_COLUMNS } from '../column-kinds.ts'
import { createTemplate } from '../create-template.ts'
import type { RowMessage } from '../row-message.ts'
import type { RequestTable } from '../schema.ts'
import type { DictionaryEntry, Dictionary } from './dictionary.ts'
import type { RequestFacts } from './read-facts.ts'

export type RequestRow = Required<Omit<Insertable<RequestTable>, 'id'>>

/** All known fields of a request: those reported, and those from its body. */
export function recordOf({ end, ...opened }: RowMessage, facts: RequestFacts): Known<RequestField> {
  const { sessionId, conversationHash, messageCount } = facts
  return { ...opened, ...end, sessionId, conversationHash, messageCount }
}

/** The texts of a request that are stored as ids. */
export function dictionaryEntriesOf(record: Known<RequestField>): DictionaryEntry[] {
  const terms: DictionaryEntry[] = []
  for (const { field, term } of TERM_COLUMNS) {
    const text = record[field]
    if (typeof text === 'string') terms.push({ kind: term, text })
  }
  return terms
}

const TERM_COLUMNS = RECORD_COLUMNS.flatMap(({ field, term }) =>
  term === undefined ? [] : [{ field, term }],
)

/** Every column is always present and in the same order: the statement is built once for all rows. */
export function toRow(
  record: Known<RequestField>,
  { terms, runId }: { terms: Dictionary; runId: number },
  headerPageId: number | null,
): RequestRow {
  const columns = { ...BLANK_ROW }
  for (const { field, column, write } of RECORD_COLUMNS) columns[column] = write(record[field], terms)
  // REQUEST_COLUMNS also defines the row's type.
  const row = columns as RequestRow
  // Capped at the total, whatever an upstream reports: the rest has a lifetime of five minutes.
  if (row.cache_creation_1h !== null)
    row.cache_creation_1h = Math.min(row.cache_creation_1h, row.cache_creation ?? 0)
  row.run_id = runId
  row.header_page_id = headerPageId
  return row
}

const BLANK_ROW = createTemplate<Record<string, string | number | null>>([
  ...RECORD_COLUMNS.map(({ column }) => column),
  'run_id',
  'header_page_id',
])
