import type { RequestRecord } from '../../../shared/request-record.ts'
import { RECORD_COLUMNS } from '../column-kinds.ts'
import type { StoredRow } from './read-rows.ts'
import type { TermTexts } from './term-texts.ts'

/** All text ids in the rows. */
export function termIds(rows: readonly StoredRow[]): Set<number | null> {
  const ids = new Set<number | null>()
  for (const row of rows) for (const column of TERM_COLUMNS) ids.add(row[column])
  return ids
}

/** Columns that hold the id of a text. */
type TermColumn = {
  [Column in keyof StoredRow]: Column extends `${string}_id` ? Column : never
}[keyof StoredRow]

const TERM_COLUMNS = RECORD_COLUMNS.flatMap(({ column, term }) =>
  term === undefined ? [] : [column as Exclude<TermColumn, 'run_id' | 'header_page_id' | 'message_id'>],
)

/** @param texts must know the row's `termIds` */
export function readRecord(row: StoredRow, texts: TermTexts): RequestRecord {
  const stored: Readonly<Record<string, string | number | null>> = { ...row }
  const record: Record<string, unknown> = {}
  for (const { field, column, read } of RECORD_COLUMNS) {
    const value = stored[column] ?? null
    if (value !== null) record[field] = read(value, texts)
  }
  return record as RequestRecord
}
