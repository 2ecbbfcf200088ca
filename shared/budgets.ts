import { type Static, Type } from 'typebox'

/** An upper limit that the user sets on their own usage. */
export const Budget = Type.Object({
  /** Local calendar days, weeks from Monday, or months. */
  period: Type.Union([Type.Literal('day'), Type.Literal('week'), Type.Literal('month')]),
  /** Estimated US dollars, or tokens of all kinds. */
  unit: Type.Union([Type.Literal('usd'), Type.Literal('tokens')]),
  amount: Type.Number({ exclusiveMinimum: 0, maximum: 1e12 }),
  /** Model to which it applies, or a part of its name: `opus`. Absent: all models. */
  model: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  /** Working directory to which it applies: a full path, as the usage page names it. Absent: all projects. */
  project: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
  /** True if Signalbox refuses requests once it is used up. */
  hard: Type.Boolean({ default: false }),
  /** Local day on which it refuses nothing although it is used up: `2026-12-01`. */
  liftedOn: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
})
export type Budget = Static<typeof Budget>

/** A budget and its use in the current period. */
export const BudgetStatus = Type.Object({
  ...Budget.properties,
  /** Unique: `day/usd/opus`, or of a project `day/usd/opus /home/me/app`. */
  id: Type.String(),
  /** In its unit. */
  spent: Type.Number({ minimum: 0 }),
  /** End of the period, ISO 8601. */
  endsAt: Type.String(),
  isReached: Type.Boolean(),
  /** True if it refuses requests now. */
  isRefusing: Type.Boolean(),
  /** Requests of the period that have no price and aren't included. */
  unpriced: Type.Integer({ minimum: 0 }),
})
export type BudgetStatus = Static<typeof BudgetStatus>

/** `GET` and `PUT /api/budgets`. */
export const BudgetsResponse = Type.Object({
  budgets: Type.Array(BudgetStatus),
  /** False until the usage before the start has been read from the request log. */
  isComplete: Type.Boolean(),
})
export type BudgetsResponse = Static<typeof BudgetsResponse>

export const SaveBudgets = Type.Object({ budgets: Type.Array(Budget, { maxItems: 20 }) })
export const LiftBudget = Type.Object({ id: Type.String(), lifted: Type.Boolean() })

/** Only one budget for the same thing makes sense, so this identifies it. */
export function budgetId({
  period,
  unit,
  model = '',
  project,
}: Pick<Budget, 'period' | 'unit' | 'model' | 'project'>): string {
  return `${period}/${unit}/${model}${project === undefined ? '' : ` ${project}`}`
}
