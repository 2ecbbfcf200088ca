import type { Budget } from '../../../shared/budgets.ts'
import { AppError } from '../../../shared/errors.ts'
import { type Coded, coded } from '../../../shared/language/say.ts'

/**
 * The error of a hard budget that is used up. Claude Code shows its sentences in the terminal.
 *
 * @param use.spent in the budget's unit
 * @param use.endsAt end of the period, in ms since 1970
 */
export function toRefusal(budget: Budget, { spent, endsAt }: { spent: number; endsAt: number }): AppError {
  const { unit, amount } = budget
  const until = new Date(endsAt).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  })
  const params = { spent: sayAmount(spent, unit), limit: sayAmount(amount, unit), until }
  return new AppError('budget_reached', { issues: [toIssue(budget, params)] })
}

function toIssue(
  { period, model, project }: Budget,
  params: { spent: string; limit: string; until: string },
): Coded {
  if (project !== undefined) {
    return model === undefined
      ? coded(`budget.refused_${period}_project`, { ...params, project })
      : coded(`budget.refused_${period}_model_project`, { ...params, model, project })
  }
  return model === undefined
    ? coded(`budget.refused_${period}`, params)
    : coded(`budget.refused_${period}_model`, { ...params, model })
}

function sayAmount(amount: number, unit: Budget['unit']): string {
  if (unit === 'tokens') return `${Math.round(amount).toLocaleString('en-GB')} tokens`
  return `$${amount.toFixed(amount < 0.01 ? 4 : 2)}`
}
