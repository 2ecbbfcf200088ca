import { type Budget, budgetId, type BudgetsResponse, type BudgetStatus } from '../../../shared/budgets.ts'
import { issueAt } from '../../../shared/coded-issue.ts'
import { AppError } from '../../../shared/errors.ts'
import { coded } from '../../../shared/language/say.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import type { DailyUsage } from '../../../shared/stats.ts'
import { usageLines } from '../../base/anthropic/usage-lines.ts'
import { decodeJson } from '../../base/json/decode-json.ts'
import { createMutex } from '../../base/mutex.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'
import type { FinishedRequest } from '../requests/finished-request.ts'
import type { LiveSettingsSource } from '../routes/storage.ts'
import { type Count, createCounter, spentOf } from './create-counter.ts'
import { isOfModel, type LedgerEntry } from './create-ledger.ts'
import { localDay, periodOf } from './period.ts'
import { toRefusal } from './to-refusal.ts'

/** Delay until the log is read again after a failure, in ms. */
const RETRY_MS = 30_000

export interface BudgetDeps {
  log: Pick<RequestLogSource, 'json'>
  settings: LiveSettingsSource
  prices: { read: () => PriceTable }
  /** Wall clock, in ms since 1970. */
  now: () => number
}

export interface Budgets {
  /** Counts a finished request. */
  finished: (request: FinishedRequest) => void
  /** The error for a request that a hard budget refuses. Reads memory only; its work doesn't grow with the usage. */
  refusal: (model: string | undefined) => AppError | undefined
  status: () => BudgetsResponse
  /** @throws ConfigError (rejects), AppError `bad_body` for two of the same */
  save: (budgets: readonly Budget[]) => Promise<BudgetsResponse>
  /** Lifts a hard budget for today, or makes it refuse again. @throws ConfigError, AppError `not_found` (rejects) */
  lift: (id: string, isLifted: boolean) => Promise<BudgetsResponse>
  /** Stops retries. */
  close: () => void
}

/**
 * The user's budgets. Usage before the start is read from the request log once; later usage is counted in memory, as
 * requests end. Requests that run when a budget is used up are not cut, so it may be exceeded by their cost.
 */
export function createBudgets({ log, settings, prices, now }: BudgetDeps): Budgets {
  const since = now()
  const counter = createCounter({ budgets: () => settings.read().budgets, prices: prices.read, now })
  let isComplete = false
  /** Budgets that refuse requests now. */
  let refusing: readonly Count[] = []
  let retry: NodeJS.Timeout | undefined
  /** The last day that was asked for: its borders take longer than counting a request. */
  let day = periodOf('day', since)
  /** Serializes changes, so that each starts with the list left by the one before. */
  const { runExclusive } = createMutex()

  function dayOf(at: number): number {
    if (at < day.start || at >= day.end) day = periodOf('day', at)
    return day.start
  }
  function judge(): void {
    const today = localDay(now())
    refusing = isComplete ? counter.counts().filter((count) => isRefusing(count, today)) : []
  }
  function recount(): void {
    counter.recount()
    judge()
  }
  async function load(): Promise<void> {
    try {
      counter.add(await readLog(log, { since, priceChanges: counter.priceChanges() }))
      isComplete = true
    } catch {
      // The log has its own health check.
      retry = setTimeout(() => void load(), RETRY_MS).unref()
    }
    recount()
  }
  function status(): BudgetsResponse {
    counter.followDay()
    counter.followPrices()
    judge()
    return { budgets: counter.counts().map((count) => toStatus(count, refusing.includes(count))), isComplete }
  }
  async function save(budgets: readonly Budget[]): Promise<BudgetsResponse> {
    const second = budgets.findIndex((budget, index) => budgets.findIndex(isSameAs(budget)) < index)
    if (second !== -1)
      throw new AppError('bad_body', { issues: [issueAt(['budgets', second], coded('invalid.duplicate'))] })
    await settings.update({ budgets: [...budgets] })
    recount()
    return status()
  }
  const stopFollowing = settings.onChange(recount)
  void load()

  return {
    finished(request) {
      const at = now() - request.durationMs
      counter.add(toEntries(request, { at, day: dayOf(at) }))
      counter.followDay()
      if (counter.counts().length > 0) judge()
    },
    refusal(model = '') {
      if (counter.counts().length === 0) return undefined
      if (counter.followDay()) judge()
      const found = refusing.find(
        ({ budget }) => budget.model === undefined || isOfModel(model, budget.model),
      )
      return found && toRefusal(found.budget, { spent: spentOf(found), endsAt: found.period.end })
    },
    status,
    save: (budgets) => runExclusive(() => save(budgets)),
    lift: (id, isLifted) =>
      runExclusive(() => save(withLift(settings.read().budgets, id, isLifted ? localDay(now()) : undefined))),
    close() {
      clearTimeout(retry)
      stopFollowing()
    },
  }
}

/**
 * @param day the day on which the budget refuses nothing; undefined for none
 * @throws AppError `not_found`
 */
function withLift(budgets: readonly Budget[], id: string, day: string | undefined): Budget[] {
  if (!budgets.some((budget) => budgetId(budget) === id)) throw new AppError('not_found')
  return budgets.map((budget) => {
    if (budgetId(budget) !== id) return budget
    const { liftedOn: _, ...rest } = budget
    return day === undefined ? rest : { ...rest, liftedOn: day }
  })
}

/** Usage of the requests that began before `since` (ms since 1970), in all periods that it is part of. */
async function readLog(
  log: BudgetDeps['log'],
  { since, priceChanges }: { since: number; priceChanges: number[] },
): Promise<LedgerEntry[]> {
  const tz = Intl.DateTimeFormat().resolvedOptions().timeZone
  const start = Math.min(periodOf('month', since).start, periodOf('week', since).start)
  const json = await log.json('usage', { start, end: since - 1, tz, source: 'proxy', priceChanges })
  const { days } = decodeJson(json) as DailyUsage
  return days.flatMap(({ date, pricesAt, lines }) => {
    const day = new Date(`${date}T00:00:00`).getTime()
    return lines.map((line) => ({ day, at: pricesAt, line }))
  })
}

/** @param time start of the request and of its local day, in ms since 1970 */
function toEntries(
  { usage, servedModel, model, isLocal }: FinishedRequest,
  { at, day }: Pick<LedgerEntry, 'at' | 'day'>,
): LedgerEntry[] {
  if (usage === undefined) return []
  const lines = usageLines(usage, { model: servedModel ?? model ?? 'unknown', isLocal })
  return lines.map((line, index) => ({ day, at, line: { ...line, requests: index === 0 ? 1 : 0 } }))
}

function isSameAs(budget: Budget): (other: Budget) => boolean {
  const id = budgetId(budget)
  return (other) => budgetId(other) === id
}

function isRefusing(count: Count, today: string): boolean {
  const { hard, liftedOn, amount } = count.budget
  return hard && liftedOn !== today && spentOf(count) >= amount
}

function toStatus(count: Count, refuses: boolean): BudgetStatus {
  const { budget, period, unpriced } = count
  const spent = spentOf(count)
  return {
    ...budget,
    id: budgetId(budget),
    spent,
    endsAt: new Date(period.end).toISOString(),
    isReached: spent >= budget.amount,
    isRefusing: refuses,
    unpriced: budget.unit === 'usd' ? unpriced : 0,
  }
}
