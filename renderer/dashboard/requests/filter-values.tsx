import { t } from '../../language/t.ts'
import { formatExact } from '../../ui/format.ts'
import { ValueChip } from '../../ui/value-chip.tsx'
import type { FilterBarProps } from './filter-bar.tsx'

const SHOWN = [
  { key: 'session', label: () => t('Session'), write: (id: string) => id.slice(0, 8) },
  { key: 'error', label: () => t('Error'), write: (error: string) => error },
  { key: 'from', label: () => t('From'), write: (iso: string) => formatExact(Date.parse(iso)) },
  { key: 'to', label: () => t('To'), write: (iso: string) => formatExact(Date.parse(iso)) },
] as const

/** What came into the filter by a link: it cannot be chosen here, only taken away. */
export function FilterValues({ filter, onChange }: FilterBarProps) {
  return SHOWN.map(({ key, label, write }) => {
    const value = filter[key]
    if (value === undefined) return null
    return (
      <ValueChip
        key={key}
        label={label()}
        value={write(value)}
        onRemove={() => onChange({ [key]: undefined })}
      />
    )
  })
}
