import { type Budget, budgetId, type BudgetsResponse, type BudgetStatus } from '../../../shared/budgets.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import type { DailyUsage } from '../../../shared/stats.ts'
import { decodeJson } from '../../base/json/decode-json.ts'
import { createMutex } from '../../base/mutex.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'
import type { BudgetGuard } from '../../proxy/within-budget.ts'
import type { FinishedRequest } from '../requests/finished-request.ts'
import type { LiveSettingsSource } from '../routes/storage.ts'
import { type Count, createCounter, spentOf } from './create-counter.ts'
import { editBudgets, withLift } from './edit-budgets.ts'
import { createGuard } from './create-guard.ts'
import type { LedgerEntry } from './create-ledger.ts'
import { createProjectCounts } from './create-project-counts.ts'
import { localDay, periodOf } from './period.ts'
import { createToEntries } from './to-entries.ts'

/** Delay until the log is read again after a failure, in ms. */
const RETRY_MS = 30_000

export interface BudgetDeps {
  log: Pick<RequestLogSource, 'json' | 'onStored'>
  settings: LiveSettingsSource
  prices: { read: () => PriceTable }
  /** Wall clock, in ms since 1970. */
  now: () => number
}

export interface Budgets {
  /** Counts a finished request. */
  finished: (request: FinishedRequest) => void
  /** Undefined while no hard budget is used up. Reads memory only; its work doesn't grow with the usage. */
  guard: () => BudgetGuard | undefined
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
  const budgetsOf = () => settings.read().budgets
  const projects = createProjectCounts({
    log,
    budgets: budgetsOf,
    prices: () => counter.prices(),
    now,
    onChange() {
      counter.followProjects()
      judge()
    },
  })
  const counter = createCounter({ budgets: budgetsOf, prices: prices.read, now, projects })
  let isComplete = false
  /** Budgets that refuse requests now. */
  let refusing: readonly Count[] = []
  let guard: BudgetGuard | undefined
  const sessions = new Map<string, string>()
  const toEntries = createToEntries()
  /** Serializes changes, so that each starts with the list left by the one before. */
  const { runExclusive } = createMutex()

  function judge(): void {
    const today = localDay(now())
    refusing = isComplete ? counter.counts().filter((count) => isRefusing(count, today)) : []
    guard = createGuard(refusing, { table: counter.prices().table, now, sessions })
  }
  function recount(): void {
    counter.recount()
    judge()
    projects.refresh()
  }
  function followDay(): void {
    if (!counter.followDay()) return
    judge()
    projects.refresh()
  }
  async function load(): Promise<void> {
    counter.add(await readLog(log, { since, priceChanges: counter.prices().changes }))
    isComplete = true
    recount()
  }
  function status(): BudgetsResponse {
    followDay()
    counter.followPrices()
    judge()
    const counts = counter.counts()
    return {
      budgets: counts.map((count) => toStatus(count, refusing.includes(count))),
      isComplete: isComplete && counts.every(({ isKnown }) => isKnown),
    }
  }
  async function change(edit: Parameters<typeof editBudgets>[1]): Promise<BudgetsResponse> {
    await editBudgets(settings, edit)
    recount()
    return status()
  }
  const stopFollowing = [settings.onChange(recount), log.onStored(projects.refresh)]
  stopFollowing.push(repeatUntilDone(load))
  recount()

  return {
    finished(request) {
      counter.add(toEntries(request, now() - request.durationMs))
      followDay()
      if (counter.counts().length > 0) judge()
    },
    guard() {
      if (counter.counts().length === 0) return undefined
      followDay()
      return guard
    },
    status,
    save: (budgets) => runExclusive(() => change(() => budgets)),
    lift: (id, isLifted) => runExclusive(() => change(withLift(id, isLifted ? localDay(now()) : undefined))),
    close() {
      projects.close()
      for (const stop of stopFollowing) stop()
    },
  }
}

/** Repeats after failures: the log has its own health check. Returns a function that stops. */
function repeatUntilDone(act: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined
  const run = () =>
    void act().catch(() => {
      timer = setTimeout(run, RETRY_MS).unref()
    })
  run()
  return () => clearTimeout(timer)
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

function isRefusing(count: Count, today: string): boolean {
  const { hard, liftedOn, amount } = count.budget
  return count.isKnown && hard && liftedOn !== today && spentOf(count) >= amount
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
