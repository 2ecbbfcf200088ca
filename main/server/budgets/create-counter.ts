import type { Budget } from '../../../shared/budgets.ts'
import { costOf, roundDollars } from '../../../shared/cost-of.ts'
import { priceChanges, type PriceTable } from '../../../shared/prices.ts'
import { createLedger, isOfModel, type LedgerEntry, tokensOf } from './create-ledger.ts'
import type { ProjectCounts, Use } from './create-project-counts.ts'
import { type Period, periodOf } from './period.ts'

/** A budget and its use in the current period. */
export interface Count extends Use {
  budget: Budget
  period: Period
  /** False while the usage of its project has not been read. */
  isKnown: boolean
}

export interface CounterDeps {
  budgets: () => readonly Budget[]
  /** The price table, read from disk. */
  prices: () => PriceTable
  /** Wall clock, in ms since 1970. */
  now: () => number
  /** Use of the budgets of one project, which is not counted here. */
  projects: Pick<ProjectCounts, 'useOf'>
}

/** Counts usage against the budgets: each usage once, all of it again only when budgets, prices or the day change. */
export interface Counter {
  add: (entries: readonly LedgerEntry[]) => void
  /** One per budget, in the order of the settings. */
  counts: () => readonly Count[]
  recount: () => void
  /** Takes over the use of the projects' budgets. */
  followProjects: () => void
  /**
   * Counts again if the day is another: then a period may end, and a lift does. Also after a clock that was ahead has
   * been set back: usage of today would be before the period. Cheap otherwise.
   */
  followDay: () => boolean
  /** Counts again if the prices have changed. */
  followPrices: () => void
  prices: () => { table: PriceTable; /** In ms since 1970. */ changes: number[] }
}

export function createCounter({ budgets, prices, now, projects }: CounterDeps): Counter {
  let table = prices()
  let changes = priceChanges(table)
  const ledger = createLedger(() => changes)
  let counts: readonly Count[] = []
  /** The day of the counts. */
  let day: Period = { start: 0, end: 0 }

  function addToAll(entry: LedgerEntry): void {
    const cost = costOf(entry.line, table, entry.at)
    for (const count of counts) if (count.budget.project === undefined) addTo(count, entry, cost)
  }
  function followProjects(): void {
    for (const count of counts) {
      if (count.budget.project === undefined) continue
      const use = projects.useOf(count.budget, count.period)
      Object.assign(count, use, { isKnown: use !== undefined })
    }
  }
  function recount(): void {
    const time = now()
    table = prices()
    changes = priceChanges(table)
    day = periodOf('day', time)
    counts = budgets().map((budget) => ({
      budget,
      period: periodOf(budget.period, time),
      usd: 0,
      tokens: 0,
      unpriced: 0,
      isKnown: true,
    }))
    followProjects()
    if (counts.length > 0) for (const entry of ledger.entries()) addToAll(entry)
  }
  return {
    add(entries) {
      entries.forEach(ledger.add)
      if (counts.length > 0) entries.forEach(addToAll)
    },
    counts: () => counts,
    recount,
    followProjects,
    followDay() {
      const time = now()
      if (time >= day.start && time < day.end) return false
      recount()
      return true
    },
    followPrices() {
      if (prices() !== table) recount()
    },
    prices: () => ({ table, changes }),
  }
}

function addTo(count: Count, { day, line }: LedgerEntry, cost: number | undefined): void {
  if (day < count.period.start || day >= count.period.end) return
  if (count.budget.model !== undefined && !isOfModel(line.model, count.budget.model)) return
  count.tokens += tokensOf(line)
  count.usd += cost ?? 0
  if (cost === undefined) count.unpriced += line.requests
}

/** In the budget's unit. */
export function spentOf({ budget, usd, tokens }: Count): number {
  return budget.unit === 'usd' ? roundDollars(usd) : tokens
}
