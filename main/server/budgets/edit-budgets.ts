import { type Budget, budgetId } from '../../../shared/budgets.ts'
import { issueAt } from '../../../shared/coded-issue.ts'
import { AppError } from '../../../shared/errors.ts'
import { coded } from '../../../shared/language/say.ts'
import type { LiveSettingsSource } from '../routes/storage.ts'

/** @throws AppError `not_found` */
type Edit = (budgets: readonly Budget[]) => readonly Budget[]

/** Saves changed budgets. @throws ConfigError, AppError `bad_body` for two of the same (rejects) */
export async function editBudgets(settings: LiveSettingsSource, edit: Edit): Promise<void> {
  const budgets = edit(settings.read().budgets)
  const second = budgets.findIndex((budget, index) => budgets.findIndex(isSameAs(budget)) < index)
  if (second !== -1)
    throw new AppError('bad_body', { issues: [issueAt(['budgets', second], coded('invalid.duplicate'))] })
  await settings.update({ budgets: [...budgets] })
}

/**
 * Lifts a budget, or makes it refuse again.
 *
 * @param day the day on which the budget refuses nothing; undefined for none
 */
export function withLift(id: string, day: string | undefined): Edit {
  return (budgets) => {
    if (!budgets.some((budget) => budgetId(budget) === id)) throw new AppError('not_found')
    return budgets.map((budget) => {
      if (budgetId(budget) !== id) return budget
      const { liftedOn: _, ...rest } = budget
      return day === undefined ? rest : { ...rest, liftedOn: day }
    })
  }
}

function isSameAs(budget: Budget): (other: Budget) => boolean {
  const id = budgetId(budget)
  return (other) => budgetId(other) === id
}
