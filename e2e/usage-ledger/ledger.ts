import type { Answer, Entry } from './make-answers.ts'

/** Dollars per million tokens: input, output, 5-minute writes, 1-hour writes, reads. */
type Price = readonly [number, number, number, number, number]

/** The day from which `own-model` has its second price, in UTC. */
export const CHANGE_DAY = '2026-11-09'

const PRICES: Readonly<Record<string, Price>> = {
  'claude-opus-5': [5, 25, 6.25, 10, 0.5],
  'claude-opus-5-5': [4, 20, 5, 8, 0.2],
  'claude-opus-4-8': [5, 25, 6.25, 10, 0.5],
  'claude-sonnet-5': [2, 10, 2.5, 4, 0.2],
  'claude-haiku-5-5': [0.1, 0.5, 0.125, 0.2, 0.01],
  'claude-fable-5-2': [8, 40, 10, 16, 0.2],
}
export const OWN_BEFORE: Price = [1, 5, 1.25, 2, 0.1]
export const OWN_AFTER: Price = [3, 15, 3.75, 6, 0.3]

const HAS_FAST = new Set(['claude-opus-5', 'claude-opus-5-5', 'claude-opus-4-8'])

export interface ModelSum {
  input: number
  output: number
  written: number
  written1h: number
  read: number
  searches: number
  /** Undefined: nothing of it has a price. In US dollars. */
  cost: number | undefined
}

export interface Ledger {
  requests: number
  cost: number
  models: Map<string, ModelSum>
  /** Requests of usage without a price, by model. */
  unpriced: Map<string, number>
}

/** @param answers with the day on which each was asked for, as `2026-11-08` */
export function addUp(answers: readonly { answer: Answer; day: string }[]): Ledger {
  const ledger: Ledger = { requests: answers.length, cost: 0, models: new Map(), unpriced: new Map() }
  for (const { answer, day } of answers) {
    for (const entry of answer.entries) {
      const cost = costOf(entry, { ...answer, day })
      const sum = ledger.models.get(entry.model) ?? {
        input: 0,
        output: 0,
        written: 0,
        written1h: 0,
        read: 0,
        searches: 0,
        cost: undefined,
      }
      ledger.models.set(entry.model, sum)
      sum.input += entry.input
      sum.output += entry.output
      sum.written += entry.written5m + entry.written1h
      sum.written1h += entry.written1h
      sum.read += entry.read
      sum.searches += entry.searches
      if (cost === undefined) ledger.unpriced.set(entry.model, (ledger.unpriced.get(entry.model) ?? 0) + 1)
      else {
        sum.cost = (sum.cost ?? 0) + cost
        ledger.cost += cost
      }
    }
  }
  return ledger
}

function costOf(entry: Entry, { isUs, isBatch, day }: Pick<Answer, 'isUs' | 'isBatch'> & { day: string }) {
  const own = day < CHANGE_DAY ? OWN_BEFORE : OWN_AFTER
  const price = entry.model === 'own-model' ? own : PRICES[entry.model]
  if (price === undefined || (entry.isFast && !HAS_FAST.has(entry.model))) return undefined
  const [input, output, write5m, write1h, read] = price
  let dollars =
    (entry.input * input +
      entry.output * output +
      entry.written5m * write5m +
      entry.written1h * write1h +
      entry.read * read) /
    1e6
  if (entry.isFast) dollars *= 2
  if (entry.model === 'claude-haiku-5-5' && entry.prompt > 100_000) dollars *= 5
  if (isUs) dollars *= 1.1
  if (isBatch) dollars /= 2
  return dollars + entry.searches * 0.01
}
