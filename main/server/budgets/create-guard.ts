import type { Budget } from '../../../shared/budgets.ts'
import { costOf } from '../../../shared/cost-of.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import { redactForeignText } from '../../base/redact-foreign-text.ts'
import type { BudgetedRequest, BudgetGuard } from '../../proxy/within-budget.ts'
import { type Count, spentOf } from './create-counter.ts'
import { isOfModel } from './create-ledger.ts'
import { toRefusal } from './to-refusal.ts'

/** Sessions whose project is remembered. */
const MAX_SESSIONS = 500

/**
 * Refuses what the used-up budgets refuse. A budget of money refuses nothing that costs nothing.
 *
 * @param refusing hard budgets that are used up
 * @param options.sessions projects that requests named, by session; kept by the caller
 * @returns undefined if nothing is refused
 */
export function createGuard(
  refusing: readonly Count[],
  { table, now, sessions }: { table: PriceTable; now: () => number; sessions: Map<string, string> },
): BudgetGuard | undefined {
  if (refusing.length === 0) return undefined
  return {
    asksProject: refusing.some(({ budget }) => budget.project !== undefined),
    refusal(request) {
      const project = projectOf(request, sessions)
      const isPaid = once(() => !isFree(request, table, now()))
      const found = refusing.find(
        ({ budget }) => isAbout(budget, request, project) && (budget.unit === 'tokens' || isPaid()),
      )
      return found && toRefusal(found.budget, { spent: spentOf(found), endsAt: found.period.end })
    },
  }
}

function isAbout({ model, project }: Budget, request: BudgetedRequest, own: string | undefined): boolean {
  if (project !== undefined && project !== own) return false
  return model === undefined || isOfModel(request.model ?? '', model)
}

/**
 * As the request log attributes it: to the project that the session's main agent named last. A request that names none,
 * before any other of its session, belongs to none yet.
 */
function projectOf(
  { session, project, isAgent }: BudgetedRequest,
  sessions: Map<string, string>,
): string | undefined {
  const named = project === undefined ? undefined : redactForeignText(project)
  if (session === undefined) return named
  const known = sessions.get(session)
  if (named === undefined || (isAgent && known !== undefined)) return known
  sessions.delete(session)
  sessions.set(session, named)
  const [oldest] = sessions.keys()
  if (sessions.size > MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest)
  return named
}

/** Of a thousand tokens of each kind. */
const SAMPLE = {
  inputTokens: 1000,
  outputTokens: 1000,
  cacheCreationTokens: 1000,
  cacheCreation1hTokens: 500,
  cacheReadTokens: 1000,
  webSearchRequests: 0,
}

/** True for a server of the user's, unless the model has a price, and for a model whose prices are 0. */
function isFree({ model = '', isLocal }: BudgetedRequest, table: PriceTable, at: number): boolean {
  const line = { ...SAMPLE, model, ...(isLocal() && { priceMarks: 'local' }) }
  return costOf(line, table, at) === 0
}

function once<T>(read: () => T): () => T {
  let kept: { value: T } | undefined
  return () => (kept ??= { value: read() }).value
}
