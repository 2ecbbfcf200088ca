import type { UnpricedModel } from './costs.ts'
import type { CountedLine } from './stats.ts'

/** A line with its cost in US dollars; undefined without a price. */
export interface PricedLine extends CountedLine {
  cost: number | undefined
}

/** Models without a price, also if only a part of their usage has none, such as fast mode. By name. */
export function findUnpriced(lines: readonly PricedLine[]): UnpricedModel[] {
  const without = lines.filter(({ cost }) => cost === undefined)
  return [...Map.groupBy(without, ({ model }) => model)]
    .map(([model, own]) => ({
      model,
      // A second price of a request that is counted already has no request of its own.
      requests: Math.max(
        1,
        own.reduce((total, { requests }) => total + requests, 0),
      ),
    }))
    .toSorted((a, b) => (a.model < b.model ? -1 : 1))
}
