import type { Budget } from '../../../shared/budgets.ts'
import { costOf } from '../../../shared/cost-of.ts'
import type { PriceTable } from '../../../shared/prices.ts'
import type { DailyUsage } from '../../../shared/stats.ts'
import { decodeJson } from '../../base/json/decode-json.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'
import { isOfModel, tokensOf } from './create-ledger.ts'
import { type Period, periodOf } from './period.ts'

/** Delay after a stored request, so that the log is read once for many, in ms. */
const DELAY_MS = 500
/** Delay until the log is read again after a failure, in ms. */
const RETRY_MS = 30_000

/** Use of a budget. */
export interface Use {
  usd: number
  tokens: number
  /** Requests without a price. */
  unpriced: number
}

export interface ProjectCountsDeps {
  log: Pick<RequestLogSource, 'json'>
  budgets: () => readonly Budget[]
  prices: () => { table: PriceTable; changes: readonly number[] }
  /** Wall clock, in ms since 1970. */
  now: () => number
  onChange: () => void
}

/**
 * Use of the budgets of one project. Read from the request log, since only the database thread reads which project a
 * request names: as on the usage page, a moment after a request has ended.
 */
export interface ProjectCounts {
  /** Undefined until it is known. */
  useOf: (budget: Budget, period: Period) => Use | undefined
  /** Reads again in a moment. */
  refresh: () => void
  close: () => void
}

export function createProjectCounts({
  log,
  budgets,
  prices,
  now,
  onChange,
}: ProjectCountsDeps): ProjectCounts {
  /** By `keyOf`. */
  let known = new Map<string, DailyUsage['days']>()
  let timer: NodeJS.Timeout | undefined
  let isReading = false
  let isAskedAgain = false

  function plan(ms: number): void {
    if (isReading) isAskedAgain = true
    else timer ??= setTimeout(() => void run(), ms).unref()
  }
  async function run(): Promise<void> {
    timer = undefined
    isReading = true
    const startedAt = performance.now()
    let delay: number | undefined
    try {
      await readAll()
    } catch {
      // The log has its own health check.
      delay = RETRY_MS
    }
    isReading = false
    // A long log is read for a tenth of the time at most.
    if (isAskedAgain) delay ??= Math.max(DELAY_MS, 10 * (performance.now() - startedAt))
    isAskedAgain = false
    if (delay !== undefined) plan(delay)
  }
  async function readAll(): Promise<void> {
    const end = now()
    const tz = Intl.DateTimeFormat().resolvedOptions().timeZone
    const next: typeof known = new Map()
    for (const { project, period: name } of budgets()) {
      const period = periodOf(name, end)
      if (project === undefined || next.has(keyOf(project, period))) continue
      const range = { start: period.start, end, tz, project, priceChanges: prices().changes }
      const json = await log.json('usage', { ...range, source: 'proxy' })
      next.set(keyOf(project, period), (decodeJson(json) as DailyUsage).days)
    }
    known = next
    onChange()
  }

  return {
    useOf({ project = '', model }, period) {
      const days = known.get(keyOf(project, period))
      return days && sum(days, { model, table: prices().table })
    },
    refresh() {
      if (budgets().some(({ project }) => project !== undefined)) plan(DELAY_MS)
    },
    close: () => clearTimeout(timer),
  }
}

function keyOf(project: string, { start, end }: Period): string {
  return `${start} ${end} ${project}`
}

function sum(
  days: DailyUsage['days'],
  { model, table }: { model: string | undefined; table: PriceTable },
): Use {
  const use: Use = { usd: 0, tokens: 0, unpriced: 0 }
  for (const { pricesAt, lines } of days) {
    for (const line of lines) {
      if (model !== undefined && !isOfModel(line.model, model)) continue
      const cost = costOf(line, table, pricesAt)
      use.tokens += tokensOf(line)
      use.usd += cost ?? 0
      if (cost === undefined) use.unpriced += line.requests
    }
  }
  return use
}
