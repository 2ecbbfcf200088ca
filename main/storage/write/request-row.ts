import type { Insertable } from 'kysely'
import type { Known } from '../../../shared/request-fields.ts'
import { REQUEST_COLUMNS, type RequestField } from '../../../shared/request-record.ts'
import { RECORD_COLUMNS } from '../column-kinds.ts'
import { createTemplate } from '../create-template.ts'
import type { RowMessage } from '../row-message.ts'
import type { RequestTable } from '../schema.ts'
import type { DictionaryEntry, Dictionary } from './dictionary.ts'
import type { RequestFacts } from './read-facts.ts'
import { type UsageRow, usageOf } from './usage.ts'

export type RequestRow = Required<Omit<Insertable<RequestTable>, 'id' | 'previous_id' | 'explanation'>>

/** All known fields of a request: those reported, and those from its body. */
export function recordOf({ end, ...opened }: RowMessage, facts: RequestFacts): Known<RequestField> {
  const { sessionId, conversationHash, messageCount, kind, project, turn } = facts
  return { ...opened, ...end, sessionId, conversationHash, messageCount, kind, project, ...turn?.summary }
}

/** The texts of a request that are stored as ids. */
export function dictionaryEntriesOf(record: Known<RequestField>): DictionaryEntry[] {
  const terms: DictionaryEntry[] = []
  for (const { field, term } of TERM_COLUMNS) {
    const text = record[field]
    if (typeof text === 'string') terms.push({ kind: term, text })
  }
  for (const { model, priceMarks } of record.usageLines ?? []) {
    terms.push({ kind: REQUEST_COLUMNS.servedModel.term, text: model })
    if (priceMarks !== undefined) terms.push({ kind: REQUEST_COLUMNS.priceMarks.term, text: priceMarks })
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

/** Usage that a finished request adds to the sums: one row for each model and price. */
export function toUsageRows(
  row: RequestRow,
  { usageLines = [] }: Known<RequestField>,
  terms: Dictionary,
): UsageRow[] {
  const whole = usageOf(row)
  if (usageLines.length === 0) return [whole]
  const [main] = usageLines
  const counted = new Set<number>()
  return usageLines.map((line, place) => {
    // The first line is that of the model that responded, whose name may be unknown.
    const other = line.model === main?.model ? null : terms.idOf(REQUEST_COLUMNS.servedModel.term, line.model)
    const modelId = other ?? whole.served_model_id
    const isNew = !counted.has(modelId)
    counted.add(modelId)
    return {
      ...whole,
      served_model_id: modelId,
      price_marks_id: terms.idOf(REQUEST_COLUMNS.priceMarks.term, line.priceMarks) ?? 0,
      requests: place === 0 ? 1 : 0,
      uses: isNew ? 1 : 0,
      input_tokens: line.inputTokens,
      output_tokens: line.outputTokens,
      cache_creation: line.cacheCreationTokens,
      cache_creation_1h: line.cacheCreation1hTokens,
      cache_read: line.cacheReadTokens,
      web_searches: line.webSearchRequests,
      response_ms: place === 0 ? whole.response_ms : 0,
      responses: place === 0 ? whole.responses : 0,
    }
  })
}

const BLANK_ROW = createTemplate<Record<string, string | number | null>>([
  ...RECORD_COLUMNS.map(({ column }) => column),
  'run_id',
  'header_page_id',
])
