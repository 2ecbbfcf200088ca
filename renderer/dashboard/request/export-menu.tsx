import { t } from '../../language/t.ts'
import { Menu, MenuLink } from '../../ui/menu.tsx'

const FORMATS = [
  { format: 'json', label: () => 'JSON' },
  { format: 'har', label: () => t('HAR, for browser developer tools') },
  { format: 'html', label: () => t('HTML, to read and share') },
] as const

/** Exports the request as a file, with secrets redacted. */
export function ExportMenu({ id }: { id: string }) {
  return (
    <Menu label={t('Export')} title={t('Save this request as a file')}>
      {FORMATS.map(({ format, label }) => (
        <MenuLink key={format} href={`/api/requests/${id}/export?format=${format}`}>
          {label()}
        </MenuLink>
      ))}
    </Menu>
  )
}
