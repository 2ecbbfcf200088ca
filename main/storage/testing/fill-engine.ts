import { expect } from 'vitest'
import type { EndMessage, RowMessage } from '../row-message.ts'
import type { RowPlan } from './make-rows.ts'
import type { TestEngine } from './open-engine.ts'
import { planned } from './plan-rows.ts'

/** Writes rows in batches. */
export async function keepAll(storageWorker: TestEngine, rows: readonly RowMessage[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 100) {
    const persisted = await storageWorker.persist(rows.slice(at, at + 100))
    expect(persisted).toEqual({ lost: [], lostBodies: 0 })
  }
}

/** Writes planned rows, and returns them. */
export async function fill(
  storageWorker: TestEngine,
  plan: Partial<RowPlan> = {},
): Promise<(RowMessage & { end: EndMessage })[]> {
  const rows = planned(plan)
  await keepAll(storageWorker, rows)
  return rows
}
