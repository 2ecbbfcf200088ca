import { useRef } from 'react'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SelectChip } from '../../ui/select-chip.tsx'
import { shortModel } from '../../ui/short-model.ts'
import { ToggleChip } from '../../ui/toggle-chip.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import styles from './filter-bar.module.css'
import { FilterValues } from './filter-values.tsx'
import { FILTER_KEYS, type Filter, OUTCOMES } from './to-filter.ts'
import { useModels } from './use-models.ts'

export interface FilterBarProps {
  filter: Filter
  onChange: (change: Readonly<Record<string, string | undefined>>) => void
}

const outcomeOptions = () => Object.entries(OUTCOMES).map(([value, label]) => ({ value, label: label() }))
const TOGGLES = [
  {
    key: 'calls',
    value: 'tool',
    label: () => t('Tool call'),
    title: () => t('Answers that ended in a tool call'),
  },
  {
    key: 'routed',
    value: 'yes',
    label: () => t('Rerouted'),
    title: () => t('Sent to another model than was asked for'),
  },
  {
    key: 'speed',
    value: 'slow',
    label: () => t('Slow'),
    title: () => t('10 s or more to the first byte, or a minute to the last'),
  },
] as const

/** What the list is narrowed to. All of it stands in the address. */
export function FilterBar({ filter, onChange }: FilterBarProps) {
  const field = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => field.current?.focus() })
  const clear = () => onChange(Object.fromEntries(FILTER_KEYS.map((key) => [key, undefined])))
  return (
    <search className={styles.bar}>
      <SearchField
        field={field}
        label={t('Search model, session, id, error…')}
        value={filter.q ?? ''}
        onChange={(q) => onChange({ q })}
      />
      <ToggleChip
        label={t('In bodies, too')}
        title={t('Search in bodies, too: the whole text of requests and answers')}
        on={filter.in === 'bodies'}
        onChange={(on) => {
          onChange({ in: on ? 'bodies' : undefined })
          if (on && filter.q === undefined) field.current?.focus()
        }}
      />
      <Choices filter={filter} onChange={onChange} />
      {TOGGLES.map(({ key, value, label, title }) => (
        <ToggleChip
          key={key}
          label={label()}
          title={title()}
          on={filter[key] === value}
          onChange={(on) => onChange({ [key]: on ? value : undefined })}
        />
      ))}
      <FilterValues filter={filter} onChange={onChange} />
      {Object.keys(filter).length > 0 && (
        <Button kind="quiet" title={t('Show all requests')} onClick={clear}>
          {t('Clear')}
        </Button>
      )}
    </search>
  )
}

function Choices({ filter, onChange }: FilterBarProps) {
  const models = useModels()
  return (
    <>
      <SelectChip
        label={t('Outcome')}
        value={filter.outcome}
        options={outcomeOptions()}
        onChange={(outcome) => onChange({ outcome })}
      />
      <SelectChip
        label={t('Model')}
        value={filter.model}
        options={models.map((model) => ({ value: model, label: shortModel(model) }))}
        onChange={(model) => onChange({ model })}
      />
    </>
  )
}
