import { readWire } from '../../shared/request-documents.ts'
import { REQUEST_COLUMNS, type RequestField } from '../../shared/request-record.ts'
import { toCsvRow } from '../../shared/to-csv-cell.ts'
import type { ExportFormat } from './export-format.ts'

/** Titles of the stored columns, and their fields. */
const COLUMNS = Object.entries(REQUEST_COLUMNS).flatMap(([field, row]) =>
  'csv' in row ? [{ title: row.csv, field: field as RequestField }] : [],
)

/** Comma-separated values (RFC 4180) with a header line; no bodies. */
export const csv: ExportFormat = {
  head: () => toCsvRow([...COLUMNS.map(({ title }) => title), 'cost']),
  row: (request) => toCsvRow([...COLUMNS.map(({ field }) => toCell(readWire(request, field))), request.cost]),
  tail: () => '',
}

/** A list becomes its length. */
function toCell(value: unknown): Cell {
  if (Array.isArray(value)) return value.length
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined
}

type Cell = string | number | boolean | undefined
