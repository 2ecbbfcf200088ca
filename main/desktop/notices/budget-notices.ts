import type { BudgetStatus } from '../../../shared/budgets.ts'
import type { Speech } from '../language/create-speech.ts'
import type { ToldLimits } from './limit-notices.ts'
import type { Notice } from './notice.ts'

/** Percentages that are worth a notice, the highest first. */
const STEPS = [100, 80, 50]

/**
 * Notices of budgets: once per period and step.
 *
 * @param options.told as of limits, in the same record; budgets have a prefix of their own
 */
export function budgetNotices(
  budgets: readonly BudgetStatus[],
  { told, speech }: { told: ToldLimits; speech: Speech },
): { notices: Notice[]; told: ToldLimits } {
  const reached = budgets.flatMap((budget) => {
    const step = STEPS.find((percent) => (budget.spent / budget.amount) * 100 >= percent)
    if (step === undefined) return []
    const key = `budget ${budget.id}`
    const [before = 0, end] = (told[key] ?? '').split('@').map(Number)
    const endsAt = Date.parse(budget.endsAt)
    return end === endsAt && before >= step ? [] : [{ budget, key, value: `${step}@${endsAt}` }]
  })
  if (reached.length === 0) return { notices: [], told }
  return {
    notices: reached.map(({ budget }) => sayBudget(budget, speech)),
    told: { ...told, ...Object.fromEntries(reached.map(({ key, value }) => [key, value])) },
  }
}

function sayBudget(budget: BudgetStatus, { t, locale }: Speech): Notice {
  const { spent, amount, unit, isRefusing, model, project } = budget
  const number = new Intl.NumberFormat(locale, {
    minimumFractionDigits: unit === 'usd' ? 2 : 0,
    maximumFractionDigits: unit === 'usd' ? 2 : 0,
  })
  const say = (value: number) =>
    unit === 'usd' ? `$${number.format(value)}` : t('{{number}} tokens', { number: number.format(value) })
  const percent = Math.floor((spent / amount) * 100)
  const use = { spent: say(spent), limit: say(amount) }
  return {
    title: t('{{percent}} % of a budget is used', { percent }),
    body: [
      sayUse(budget, use, t),
      model !== undefined && t('Only models named {{model}}.', { model }),
      project !== undefined && t('Only in {{project}}.', { project }),
      isRefusing && t('Requests are refused now.'),
    ]
      .filter(Boolean)
      .join(' '),
  }
}

function sayUse({ period }: BudgetStatus, use: { spent: string; limit: string }, t: Speech['t']): string {
  switch (period) {
    case 'day':
      return t('{{spent}} of {{limit}} today.', use)
    case 'week':
      return t('{{spent}} of {{limit}} this week.', use)
    case 'month':
      return t('{{spent}} of {{limit}} this month.', use)
  }
}
