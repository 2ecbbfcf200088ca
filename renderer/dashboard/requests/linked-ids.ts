import { FILTERED_FIELDS, type FilteredField } from '../../../shared/request-filter.ts'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { withQuery } from '../url-state/use-query-state.ts'
import { FIELD_LABELS } from './field-labels.ts'
import { toAddress } from './to-filter.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'

interface LinkedId {
  field: FilteredField
  id: string
  /** Abbreviated id. */
  short: string
  /** `Session 0b6f7a8e`. */
  text: string
  /** Tooltip of the link to all requests with this id. */
  title: string
  href: string
}

/** Ids that link to related requests, broadest first. */
export function linkedIds(row: RequestSummary): LinkedId[] {
  return FILTERED_FIELDS.flatMap((field) => {
    const { link, write } = FIELD_LABELS[field]
    const id = row[field]
    if (link === undefined || id === undefined) return []
    const short = write(id)
    const href = `#${withQuery('/activity', toAddress({ [REQUEST_COLUMNS[field].filter]: id }))}`
    const text = (field === 'sessionId' ? row.sessionTitle : undefined) ?? link.text(short)
    return [{ field, id, short, text, title: link.title(), href }]
  })
}
