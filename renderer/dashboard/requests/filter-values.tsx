import { FILTERED_FIELDS } from '../../../shared/request-filter.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import { t } from '../../language/t.ts'
import { formatExact } from '../../ui/format.ts'
import { ValueChip } from '../../ui/value-chip.tsx'
import { FIELD_LABELS } from './field-labels.ts'
import type { FilterProps } from './to-filter.ts'

const TIMES = [
  { name: 'start', label: () => t('From'), write: writeTime },
  { name: 'end', label: () => t('To'), write: writeTime },
] as const

const SHOWN = [
  ...FILTERED_FIELDS
    // The filter bar has its own switch for this one.
    .filter((field) => field !== 'stopReason')
    .map((field) => ({ name: REQUEST_COLUMNS[field].filter, ...FIELD_LABELS[field] })),
  ...TIMES,
]

/** Filters set by a link. They cannot be edited here, only removed. */
export function FilterValues({ filter, onChange }: FilterProps) {
  return SHOWN.map(({ name, label, write }) => {
    const value = filter[name]
    if (value === undefined) return null
    return (
      <ValueChip
        key={name}
        label={label()}
        value={write(value)}
        onRemove={() => onChange({ [name]: undefined })}
      />
    )
  })
}

function writeTime(iso: string): string {
  return formatExact(Date.parse(iso))
}
