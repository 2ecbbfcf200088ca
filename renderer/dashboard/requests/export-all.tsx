import { toQuery } from '../../api/api.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuLink } from '../../ui/menu.tsx'
import type { ListFilter } from './to-filter.ts'
import { toQuestion } from './to-question.ts'

const FORMATS = [
  { format: 'csv', label: () => t('CSV, for a spreadsheet') },
  { format: 'jsonl', label: () => t('JSON Lines, one request per line') },
  { format: 'har', label: () => t('HAR, with headers and bodies') },
  { format: 'html', label: () => t('HTML, to read and share') },
] as const

/** Exports the listed requests as a file, with secrets redacted. */
export function ExportAll({ filter }: { filter: ListFilter }) {
  const { start: from, end: to } = filter
  const { asked, test, body } = toQuestion(filter)
  if (test !== undefined || body !== undefined || asked.minCost !== undefined) {
    return (
      <Button disabled title={t('The results of this search can’t be exported. Clear the search first.')}>
        {t('Export')}
      </Button>
    )
  }
  // The export endpoint requires both ends of a range or neither.
  const range = from || to ? { start: from ?? '2000-01-01T00:00:00Z', end: to ?? '2100-01-01T00:00:00Z' } : {}
  return (
    <Menu label={t('Export')} title={t('Save the listed requests as a file')}>
      {FORMATS.map(({ format, label }) => (
        <MenuLink key={format} href={`/api/requests/export${toQuery({ format, ...asked, ...range })}`}>
          {label()}
        </MenuLink>
      ))}
    </Menu>
  )
}
