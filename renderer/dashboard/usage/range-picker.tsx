import { t } from '../../language/t.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { SelectChip } from '../../ui/select-chip.tsx'
import { useOrganizations } from '../data/use-usage.ts'
import styles from './range-picker.module.css'
import { RANGES, toDayText, type UsageRange } from './to-range.ts'

interface RangePickerProps {
  range: UsageRange
  org: string | undefined
  onChange: (change: Readonly<Record<string, string | undefined>>) => void
}

/** Date range and organization. */
export function RangePicker({ range, org, onChange }: RangePickerProps) {
  const organizations = useOrganizations().data?.organizations ?? []
  const [from, to] = [toDayText(range.start), toDayText(range.end)]
  return (
    <div className={styles.picker}>
      {(organizations.length > 1 || org !== undefined) && (
        <SelectChip
          label={t('Organization')}
          value={org}
          options={organizations.map((id) => ({ value: id, label: id }))}
          onChange={(value) => onChange({ org: value })}
        />
      )}
      {range.name === 'custom' && (
        <span className={styles.days}>
          <DayField
            label={t('From')}
            value={from}
            max={to}
            onChange={(value) => onChange({ from: value, to })}
          />
          <DayField
            label={t('To')}
            value={to}
            min={from}
            onChange={(value) => onChange({ from, to: value })}
          />
        </span>
      )}
      <Segmented
        label={t('Range')}
        options={RANGES.map(({ name, label }) => ({ name, label: label() }))}
        selected={range.name}
        onSelect={(name) =>
          onChange(
            name === 'custom' ? { range: name, from, to } : { range: name, from: undefined, to: undefined },
          )
        }
      />
    </div>
  )
}

interface DayFieldProps {
  label: string
  value: string
  min?: string
  max?: string
  onChange: (value: string) => void
}

function DayField({ label, onChange, ...field }: DayFieldProps) {
  return (
    <label className={styles.day}>
      <span>{label}</span>
      <input
        type="date"
        className={styles.field}
        {...field}
        onChange={({ target }) => target.value !== '' && onChange(target.value)}
      />
    </label>
  )
}
