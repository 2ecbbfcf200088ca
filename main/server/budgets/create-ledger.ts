import { isVariantOf } from '../../../shared/prices.ts'
import type { CountedLine } from '../../../shared/stats.ts'

/** Usage lines by day, model and price that are kept apart; clients choose model names. Further ones are dropped. */
const MAX_LINES = 2_000
/** In ms. Older usage is in no period. */
const KEPT_MS = 40 * 86_400_000

/** Usage of one model on one day at one price. */
export interface LedgerEntry {
  /** Local midnight, in ms since 1970. */
  day: number
  /** A time at which its price applies, in ms since 1970. */
  at: number
  line: CountedLine
}

/** Usage of the last weeks in memory, so that no request waits for the database. */
export interface Ledger {
  add: (entry: LedgerEntry) => void
  /** Bounded in number. */
  entries: () => Iterable<LedgerEntry>
}

/** @param priceChanges times at which a price changes, ascending, in ms since 1970 */
export function createLedger(priceChanges: () => readonly number[]): Ledger {
  const entries = new Map<string, LedgerEntry>()

  function makeRoom(day: number): boolean {
    if (entries.size < MAX_LINES) return true
    for (const [key, entry] of entries) if (entry.day < day - KEPT_MS) entries.delete(key)
    return entries.size < MAX_LINES
  }
  return {
    add({ day, at, line }) {
      const price = priceChanges().findLastIndex((change) => change <= at)
      const key = `${day} ${price} ${line.priceMarks ?? ''} ${line.model}`
      const known = entries.get(key)
      if (known !== undefined) addTo(known.line, line)
      else if (makeRoom(day)) entries.set(key, { day, at, line: { ...line } })
    },
    entries: () => entries.values(),
  }
}

function addTo(to: CountedLine, line: CountedLine): void {
  to.requests += line.requests
  to.inputTokens += line.inputTokens
  to.outputTokens += line.outputTokens
  to.cacheCreationTokens += line.cacheCreationTokens
  to.cacheCreation1hTokens += line.cacheCreation1hTokens
  to.cacheReadTokens += line.cacheReadTokens
  to.webSearchRequests += line.webSearchRequests
}

/** Of all kinds, as the usage page counts them. */
export function tokensOf(line: CountedLine): number {
  return line.inputTokens + line.outputTokens + line.cacheCreationTokens + line.cacheReadTokens
}

/** `claude-opus-4-5-20251101` is of `claude-opus-4-5` and of `opus`, but not of `claude-opus-4`. */
export function isOfModel(model: string, wanted: string): boolean {
  return model === wanted || isVariantOf(model, wanted) || model.split(/[-/.:@_[\]]/).includes(wanted)
}
