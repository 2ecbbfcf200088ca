import { FILTERED_FIELDS } from '../../../shared/request-filter.ts'
import { REQUEST_COLUMNS } from '../../../shared/request-record.ts'
import { t } from '../../language/t.ts'
import { formatExact } from '../../ui/format.ts'
import { formatEstimate, formatMs } from '../../ui/format-number.ts'
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
  { name: 'tool', label: () => t('Tool'), write: asItIs },
  { name: 'file', label: () => t('File'), write: asItIs },
  { name: 'inProject', label: () => t('Project'), write: asItIs },
  { name: 'status', label: () => t('Status'), write: asItIs },
  ...TIMES,
] as const

const AMOUNTS = [
  {
    name: 'minDurationMs',
    label: () => t('Total'),
    write: (ms: number) => t('at least {{amount}}', { amount: formatMs(ms) }),
  },
  {
    name: 'minCost',
    label: () => t('Cost'),
    write: (dollars: number) => t('at least {{amount}}', { amount: formatEstimate(dollars) }),
  },
] as const

/** Filters set by a link. They cannot be edited here, only removed. */
export function FilterValues({ filter, onChange }: FilterProps) {
  const texts = SHOWN.map(({ name, label, write }) => {
    const value = filter[name]
    return { name, label, text: value === undefined ? undefined : write(value) }
  })
  const amounts = AMOUNTS.map(({ name, label, write }) => {
    const value = filter[name]
    return { name, label, text: value === undefined ? undefined : write(value) }
  })
  return [...texts, ...amounts].map(
    ({ name, label, text }) =>
      text !== undefined && (
        <ValueChip key={name} label={label()} value={text} onRemove={() => onChange({ [name]: undefined })} />
      ),
  )
}

function asItIs(text: string): string {
  return text
}

function writeTime(iso: string): string {
  return formatExact(Date.parse(iso))
}
