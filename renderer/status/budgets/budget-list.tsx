import type { BudgetsResponse, BudgetStatus } from '../../../shared/budgets.ts'
import type { Api } from '../../api/api.ts'
import { t } from '../../language/t.ts'
import { Button } from '../../ui/button.tsx'
import { formatExact, formatUntil } from '../../ui/format.ts'
import { formatDollars, formatShare, formatShort } from '../../ui/format-number.ts'
import { Gauge, GaugeNote } from '../../ui/gauge.tsx'
import styles from './budget-list.module.css'
import { useLiftBudget } from './use-budgets.ts'

interface BudgetListProps {
  api: Api
  response: BudgetsResponse
  now: number
}

/** Use of each budget in its current period, and the lift of a hard one. */
export function BudgetList({ api, response: { budgets, isComplete }, now }: BudgetListProps) {
  const lift = useLiftBudget(api)
  return (
    <>
      <ul>
        {budgets.map((budget) => (
          <Gauge
            key={budget.id}
            name={nameOf(budget)}
            brief={sayUse(budget)}
            value={formatShare(budget.spent / budget.amount)}
            share={budget.spent / budget.amount}
            tone={toneOf(budget)}
            label={t('Budget: {{name}}', { name: nameOf(budget) })}
            title={hintOf(budget)}
          >
            <State
              budget={budget}
              now={now}
              isBusy={lift.isPending}
              onLift={(lifted) => lift.mutate({ id: budget.id, lifted })}
            />
          </Gauge>
        ))}
      </ul>
      {!isComplete && <p className={styles.note}>{t('Usage before the last start is still being read.')}</p>}
      {lift.error && <p className={styles.error}>{lift.error.message}</p>}
    </>
  )
}

interface StateProps {
  budget: BudgetStatus
  now: number
  isBusy: boolean
  onLift: (lifted: boolean) => void
}

function State({ budget, now, isBusy, onLift }: StateProps) {
  const { hard, isReached, isRefusing, endsAt, unpriced } = budget
  const missing =
    unpriced > 0 ? t('{{count}} requests have no price and aren’t included.', { count: unpriced }) : undefined
  if (!hard || !isReached) return missing && <GaugeNote>{missing}</GaugeNote>
  return (
    <GaugeNote
      tone={isRefusing ? 'error' : 'plain'}
      action={
        <Button kind="quiet" disabled={isBusy} onClick={() => onLift(isRefusing)}>
          {isRefusing ? t('Lift for today') : t('Refuse again')}
        </Button>
      }
    >
      {isRefusing
        ? t('Requests are refused. Ends {{moment}}.', { moment: formatUntil(Date.parse(endsAt), now) })
        : t('Lifted for today.')}
    </GaugeNote>
  )
}

const PERIODS = {
  day: () => t('Today'),
  week: () => t('This week'),
  month: () => t('This month'),
} as const

function nameOf({ period, model, project }: BudgetStatus): string {
  const folder = project?.split(/[\\/]/).findLast(Boolean) ?? project
  return [PERIODS[period](), model, folder].filter((part) => part !== undefined).join(', ')
}

function sayUse({ spent, amount, unit }: BudgetStatus): string {
  const say = (value: number) =>
    unit === 'usd' ? formatDollars(value) : t('{{number}} tokens', { number: formatShort(value) })
  return t('{{part}} of {{whole}}', { part: say(spent), whole: say(amount) })
}

function toneOf({ spent, amount, isReached }: BudgetStatus): 'plain' | 'warning' | 'error' {
  if (isReached) return 'error'
  return spent >= amount * 0.8 ? 'warning' : 'plain'
}

function hintOf(budget: BudgetStatus): string {
  const { endsAt, hard, project } = budget
  const ends = t('Resets {{moment}}', { moment: formatExact(Date.parse(endsAt)) })
  return [nameOf(budget), project, ends, hard && t('Refuses requests once it is used up.')]
    .filter(Boolean)
    .join('\n')
}
