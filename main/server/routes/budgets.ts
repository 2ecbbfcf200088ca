import { BudgetsResponse, LiftBudget, SaveBudgets } from '../../../shared/budgets.ts'
import type { Budgets } from '../budgets/create-budgets.ts'
import { responses, SETTINGS_FAILURES } from '../openapi/responses.ts'
import { noStore, type TypedApp } from './log/log-routes.ts'

const WRITE_FAILURES = [...SETTINGS_FAILURES, 'too_many_guesses'] as const

/** Registers the budgets: their use, their settings, and the lift of a hard one for today. */
export function registerBudgets(app: TypedApp, { budgets }: { budgets: Budgets }): void {
  app.get(
    '/api/budgets',
    {
      schema: {
        operationId: 'getBudgets',
        summary: 'Get the budgets and their use in the current period',
        response: responses({ 200: BudgetsResponse }, 'key_required', 'too_many_guesses'),
      },
    },
    (_request, reply) => noStore(reply).send(budgets.status()),
  )
  app.put(
    '/api/budgets',
    {
      schema: {
        operationId: 'saveBudgets',
        summary: 'Replace the budgets',
        body: SaveBudgets,
        response: responses({ 200: BudgetsResponse }, ...WRITE_FAILURES),
      },
    },
    async ({ body }, reply) => noStore(reply).send(await budgets.save(body.budgets)),
  )
  app.post(
    '/api/budgets/lift',
    {
      schema: {
        operationId: 'liftBudget',
        summary: 'Lift a hard budget for today, or make it refuse again',
        body: LiftBudget,
        response: responses({ 200: BudgetsResponse }, 'not_found', ...WRITE_FAILURES),
      },
    },
    async ({ body }, reply) => noStore(reply).send(await budgets.lift(body.id, body.lifted)),
  )
}
