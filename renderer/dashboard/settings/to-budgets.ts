import { type Budget, budgetId, type BudgetStatus } from '../../../shared/budgets.ts'
import { locale, t } from '../../language/t.ts'

/** A budget as entered in the form. */
export interface BudgetDraft extends Pick<Budget, 'period' | 'unit' | 'hard' | 'liftedOn'> {
  amount: string
  /** Empty: all models. */
  model: string
  /** A full path. Empty: all projects. */
  project: string
}

export const NEW_BUDGET: BudgetDraft = {
  period: 'day',
  unit: 'usd',
  amount: '',
  model: '',
  project: '',
  hard: false,
}

export function toBudgetDraft({
  period,
  unit,
  hard,
  liftedOn,
  amount,
  model,
  project,
}: BudgetStatus): BudgetDraft {
  const text = String(amount)
  return {
    period,
    unit,
    hard,
    amount: locale().startsWith('de') ? text.replace('.', ',') : text,
    model: model ?? '',
    project: project ?? '',
    ...(liftedOn !== undefined && { liftedOn }),
  }
}

/** The problem of an amount; undefined if it can be saved. */
export function amountProblem({ amount, unit }: Pick<BudgetDraft, 'amount' | 'unit'>): string | undefined {
  const value = toNumber(amount)
  if (value === undefined || value <= 0) return t('Enter a number above 0.')
  return unit === 'tokens' && !Number.isInteger(value) ? t('Enter whole tokens.') : undefined
}

/** The budgets from the form, or what is wrong with them as a whole; both undefined if a field is invalid. */
export function toBudgets(rows: readonly BudgetDraft[]): { budgets?: Budget[]; problem?: string } {
  const budgets: Budget[] = []
  for (const { amount, model, project, ...row } of rows) {
    const value = toNumber(amount)
    if (value === undefined || amountProblem({ amount, unit: row.unit }) !== undefined) return {}
    const name = model.trim()
    const folder = project.trim()
    budgets.push({
      ...row,
      amount: value,
      ...(name !== '' && { model: name }),
      ...(folder !== '' && { project: folder }),
    })
  }
  const isUnique = new Set(budgets.map(budgetId)).size === budgets.length
  return isUnique ? { budgets } : { problem: t('Two budgets limit the same. Remove one of them.') }
}

function toNumber(text: string): number | undefined {
  return /^\d{1,12}(?:[.,]\d{1,6})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : undefined
}
