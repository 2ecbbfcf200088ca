import { useRef } from 'react'
import type { RequestOutcome } from '../../../shared/request-filter.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SelectChip } from '../../ui/select-chip.tsx'
import { shortModel } from '../../ui/short-model.ts'
import { ToggleChip } from '../../ui/toggle-chip.tsx'
import { useDeps } from '../deps.ts'
import styles from './filter-bar.module.css'
import { FilterValues } from './filter-values.tsx'
import { parseSearch } from './parse-search.ts'
import { type FilterProps, OUTCOMES } from './to-filter.ts'
import { useModels } from './use-models.ts'

const outcomeOptions = () => Object.entries(OUTCOMES).map(([value, label]) => ({ value, label: label() }))
const isOutcome = (value: string | undefined): value is RequestOutcome =>
  value !== undefined && Object.hasOwn(OUTCOMES, value)
const TOGGLES = [
  {
    key: 'stopReason',
    value: 'tool_use',
    label: () => t('Tool call'),
    title: () => t('Responses that ended with a tool call'),
  },
  {
    key: 'routed',
    value: true,
    label: () => t('Rerouted'),
    title: () => t('Routed to a model other than the one requested'),
  },
  {
    key: 'missed',
    value: true,
    label: () => t('Cache miss'),
    title: () => t('Read less from the prompt cache than the previous request had left there'),
  },
  {
    key: 'slow',
    value: true,
    label: () => t('Slow'),
    title: () => t('At least 10 s to the first byte, or 1 min to the last'),
  },
] as const

/** Filter of the list. Its state is in the URL. */
export function FilterBar({ filter, onChange, onClear }: FilterProps & { onClear: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  const { now } = useDeps()
  const search = (typed: string) => {
    const { change, rest } = parseSearch(typed, now())
    onChange({ ...change, search: rest.trim() === '' ? undefined : rest })
  }
  return (
    <search className={styles.bar}>
      <SearchField
        field={field}
        label={t('Search, or tool:edit file:app.css >10s today')}
        value={filter.search ?? ''}
        onChange={search}
        // A space ends the last word.
        onSubmit={(typed) => search(`${typed} `)}
      />
      <ToggleChip
        label={t('Search bodies')}
        title={t('Also search the full text of requests and responses')}
        on={filter.in === 'bodies'}
        onChange={(on) => {
          onChange({ in: on ? 'bodies' : undefined })
          if (on && filter.search === undefined) field.current?.focus()
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
        <Button kind="quiet" title={t('Show all requests')} onClick={onClear}>
          {t('Clear')}
        </Button>
      )}
    </search>
  )
}

function Choices({ filter, onChange }: FilterProps) {
  const models = useModels()
  return (
    <>
      <SelectChip
        label={t('Outcome')}
        value={filter.outcome}
        options={outcomeOptions()}
        onChange={(outcome) => onChange({ outcome: isOutcome(outcome) ? outcome : undefined })}
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
