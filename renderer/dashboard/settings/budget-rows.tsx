import { t } from '../../language/t.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Scroller } from '../../ui/scroller.tsx'
import styles from './budget-rows.module.css'
import { amountProblem, type BudgetDraft } from './to-budgets.ts'

interface BudgetRowsProps {
  rows: readonly BudgetDraft[]
  /** Full paths to choose from. */
  projects: readonly string[]
  onChange: (rows: readonly BudgetDraft[]) => void
}

const PERIODS = [
  ['day', () => t('per day')],
  ['week', () => t('per week')],
  ['month', () => t('per month')],
] as const
const UNITS = [
  ['usd', () => t('US dollars')],
  ['tokens', () => t('tokens')],
] as const

/** Table with one row per budget. */
export function BudgetRows({ rows, projects, onChange }: BudgetRowsProps) {
  const set = (index: number, change: Partial<BudgetDraft>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)))
  return (
    <Scroller className={styles.scroller} label={t('Amounts by period, model and project')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('Amount')}</th>
            <th scope="col">{t('Unit')}</th>
            <th scope="col">{t('Period')}</th>
            <th scope="col">{t('Model')}</th>
            <th scope="col">{t('Project')}</th>
            <th scope="col">{t('Refuses')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('Delete')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // Nothing in a row is fixed, so there is no other key.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              <Cells row={row} place={index + 1} onChange={(change) => set(index, change)} />
              <td>
                <IconButton
                  icon="close"
                  title={t('Delete budget {{place}}', { place: index + 1 })}
                  onClick={() => onChange(rows.toSpliced(index, 1))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <datalist id={PROJECTS}>
        {projects.map((project) => (
          <option key={project}>{project}</option>
        ))}
      </datalist>
    </Scroller>
  )
}

const PROJECTS = 'budget-projects'

interface CellsProps {
  row: BudgetDraft
  place: number
  onChange: (change: Partial<BudgetDraft>) => void
}

function Cells({ row, place, onChange }: CellsProps) {
  const problem = amountProblem(row)
  return (
    <>
      <td>
        <input
          className={styles.input}
          aria-label={t('Amount of budget {{place}}', { place })}
          aria-invalid={problem !== undefined}
          title={problem}
          inputMode="decimal"
          value={row.amount}
          onChange={(event) => onChange({ amount: event.target.value })}
        />
      </td>
      <td>
        <Choice
          label={t('Unit of budget {{place}}', { place })}
          value={row.unit}
          options={UNITS}
          onChange={(unit) => onChange({ unit })}
        />
      </td>
      <td>
        <Choice
          label={t('Period of budget {{place}}', { place })}
          value={row.period}
          options={PERIODS}
          onChange={(period) => onChange({ period })}
        />
      </td>
      <td>
        <input
          className={styles.input}
          data-code
          aria-label={t('Model of budget {{place}}', { place })}
          placeholder={t('all models')}
          title={t('A model, or a part of its name: opus')}
          spellCheck={false}
          maxLength={200}
          value={row.model}
          onChange={(event) => onChange({ model: event.target.value })}
        />
      </td>
      <td>
        <input
          className={styles.input}
          data-code
          aria-label={t('Project of budget {{place}}', { place })}
          placeholder={t('all projects')}
          title={t('A full path, as on the page Usage')}
          spellCheck={false}
          maxLength={4096}
          list={PROJECTS}
          value={row.project}
          onChange={(event) => onChange({ project: event.target.value })}
        />
      </td>
      <td className={styles.check}>
        <input
          type="checkbox"
          aria-label={t('Budget {{place}} refuses requests once it is used up', { place })}
          checked={row.hard}
          onChange={(event) => onChange({ hard: event.target.checked })}
        />
      </td>
    </>
  )
}

interface ChoiceProps<Name extends string> {
  label: string
  value: Name
  options: readonly (readonly [name: Name, label: () => string])[]
  onChange: (name: Name) => void
}

function Choice<Name extends string>({ label, value, options, onChange }: ChoiceProps<Name>) {
  return (
    <select
      className={styles.input}
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find(([name]) => name === event.target.value)
        if (chosen) onChange(chosen[0])
      }}
    >
      {options.map(([name, say]) => (
        <option key={name} value={name}>
          {say()}
        </option>
      ))}
    </select>
  )
}
