import { createRandom, makeRow } from './make-rows.ts'
import type { TestEngine } from './open-engine.ts'

const BATCH = 512
const DAY = 86_400_000
const to = Date.UTC(2026, 10, 20)

/** The time range over which the rows are spread, in ms since 1970: as long as the default retention. */
export const MANY = { from: to - 30 * DAY, to }

/** Writes `count` rows of 40 models and 5 organizations, the same on every run. Resolves with µs per row. */
export async function fillMany(storageWorker: TestEngine, count: number): Promise<number> {
  const plan = {
    ...MANY,
    random: createRandom(1),
    count,
    models: Array.from({ length: 40 }, (_, index) => `claude-model-${index}`),
    organizations: Array.from({ length: 5 }, (_, index) => `org-${index}`),
  }
  let took = 0
  for (let at = 0; at < count; at += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - at) }, (_, index) => makeRow(plan, at + index))
    const start = performance.now()
    const { lost } = await storageWorker.persist(rows)
    took += performance.now() - start
    if (lost.length > 0) throw new Error(`${lost.length} rows were lost`)
  }
  return (took * 1000) / count
}
