import { t } from '../../language/t.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { SelectChip } from '../../ui/select-chip.tsx'
import { ToggleChip } from '../../ui/toggle-chip.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import styles from './logs-page.module.css'
import type { LogFilter } from './use-logs.ts'

interface LogBarProps {
  filter: LogFilter
  onChange: (change: Readonly<Record<string, string | undefined>>) => void
  following: boolean
  onFollow: (following: boolean) => void
}

/** Log filters and the follow switch. */
export function LogBar({ filter, onChange, following, onFollow }: LogBarProps) {
  useKeys({ f: () => onFollow(!following) })
  return (
    <search className={styles.bar}>
      <SearchField label={t('Search the log…')} value={filter.q ?? ''} onChange={(q) => onChange({ q })} />
      <SelectChip
        label={t('Level')}
        value={filter.level}
        options={[
          { value: 'info', label: t('Info and above') },
          { value: 'warn', label: t('Warnings and errors') },
          { value: 'error', label: t('Errors') },
        ]}
        onChange={(level) => onChange({ level })}
      />
      <ToggleChip
        label={t('Follow')}
        title={following ? t('Stop following (F)') : t('Follow new lines (F)')}
        on={following}
        onChange={onFollow}
      />
    </search>
  )
}
