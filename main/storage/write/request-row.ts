import type { Insertable } from 'kysely'
import type { Known } from '../../../shared/request-fields.ts'
import type { RequestField } from '../../../shared/request-record.ts'
import { RECORD_COLUMNS } from '../column-kinds.ts'
import type { RequestTable } from '../schema.ts'
import type { DictionaryEntry, Dictionary } from './dictionary.ts'
import type { ParsedRow } from './write-deps.ts'

export type RequestRow = Required<Omit<Insertable<RequestTable>, 'id'>>

/** All known fields of a request: those reported, and those from its body. */
export function recordOf({ row: { end, ...opened }, facts }: ParsedRow): Known<RequestField> {
  const { sessionId, conversationHash, messageCount } = facts
  return { ...opened, ...end, sessionId, conversationHash, messageCount }
}

/** The texts of a request that are stored as ids. */
export function dictionaryEntriesOf(record: Known<RequestField>): DictionaryEntry[] {
  const terms: DictionaryEntry[] = []
  for (const { field, term } of RECORD_COLUMNS) {
    const text = term === undefined ? undefined : record[field]
    if (term !== undefined && typeof text === 'string') terms.push({ kind: term, text })
  }
  return terms
}

/** Every column is always present and in the same order: the statement is built once for all rows. */
export function toRow(
  record: Known<RequestField>,
  { terms, runId }: { terms: Dictionary; runId: number },
  headerPageId: number | null,
): RequestRow {
  const row: Record<string, string | number | null> = {}
  for (const { field, column, write } of RECORD_COLUMNS) row[column] = write(record[field], terms)
  // REQUEST_COLUMNS also defines the row's type.
  const { cache_creation_1h: anHour, ...whole } = row as RequestRow
  return {
    ...whole,
    // Capped at the total, whatever an upstream reports: the rest has a lifetime of five minutes.
    cache_creation_1h: anHour === null ? null : Math.min(anHour, whole.cache_creation ?? 0),
    run_id: runId,
    header_page_id: headerPageId,
  }
}
