import { useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { formatExact } from '../../ui/format.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { SelectChip } from '../../ui/select-chip.tsx'
import { shortModel } from '../../ui/short-model.ts'
import { ToggleChip } from '../../ui/toggle-chip.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { ValueChip } from '../../ui/value-chip.tsx'
import styles from './filter-bar.module.css'
import { FILTER_KEYS, type Filter, OUTCOMES } from './to-filter.ts'
import { useModels } from './use-models.ts'

interface FilterBarProps {
  filter: Filter
  onChange: (change: Readonly<Record<string, string | undefined>>) => void
}

const OUTCOME_OPTIONS = Object.entries(OUTCOMES).map(([value, label]) => ({ value, label }))

/** What the list is narrowed to. All of it stands in the address. */
export function FilterBar({ filter, onChange }: FilterBarProps) {
  const field = useRef<HTMLInputElement>(null)
  const models = useModels()
  useKeys({ '/': () => field.current?.focus() })
  const clear = () => onChange(Object.fromEntries(FILTER_KEYS.map((key) => [key, undefined])))
  return (
    <search className={styles.bar}>
      <SearchField
        field={field}
        label="Search model, session, id, error…"
        value={filter.q ?? ''}
        onChange={(q) => onChange({ q })}
      />
      <SelectChip
        label="Outcome"
        value={filter.outcome}
        options={OUTCOME_OPTIONS}
        onChange={(outcome) => onChange({ outcome })}
      />
      <SelectChip
        label="Model"
        value={filter.model}
        options={models.map((model) => ({ value: model, label: shortModel(model) }))}
        onChange={(model) => onChange({ model })}
      />
      <ToggleChip
        label="Tool call"
        title="Answers that ended in a tool call"
        on={filter.calls === 'tool'}
        onChange={(on) => onChange({ calls: on ? 'tool' : undefined })}
      />
      <ToggleChip
        label="Rerouted"
        title="Sent to another model than was asked for"
        on={filter.routed === 'yes'}
        onChange={(on) => onChange({ routed: on ? 'yes' : undefined })}
      />
      <ToggleChip
        label="Slow"
        title="10 s or more to the first byte, or a minute to the last"
        on={filter.speed === 'slow'}
        onChange={(on) => onChange({ speed: on ? 'slow' : undefined })}
      />
      {filter.session && (
        <ValueChip
          label="Session"
          value={filter.session.slice(0, 8)}
          onRemove={() => onChange({ session: undefined })}
        />
      )}
      {filter.error && (
        <ValueChip label="Error" value={filter.error} onRemove={() => onChange({ error: undefined })} />
      )}
      {filter.from && (
        <ValueChip
          label="From"
          value={formatExact(Date.parse(filter.from))}
          onRemove={() => onChange({ from: undefined })}
        />
      )}
      {filter.to && (
        <ValueChip
          label="To"
          value={formatExact(Date.parse(filter.to))}
          onRemove={() => onChange({ to: undefined })}
        />
      )}
      {Object.keys(filter).length > 0 && (
        <Button kind="quiet" title="Show all requests" onClick={clear}>
          Clear
        </Button>
      )}
    </search>
  )
}
