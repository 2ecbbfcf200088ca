import { expect, it } from 'vitest'
import { createStoreHealth } from './store-health.ts'

const MINUTE = 60_000
const REST = { message: undefined, fileBytes: 0 }

it('takes a thread for lost that is silent for long, but not while it updates the log', () => {
  let time = 0
  const health = createStoreHealth(() => time)
  const changes: unknown[] = []
  health.onChange(() => changes.push(health.facts().update))
  health.waits()
  health.set({ ...REST, reason: 'updating', update: { step: 1, steps: 2 } })
  time += 10 * MINUTE
  expect(health.isStuck()).toBe(false)
  expect(health.facts()).toMatchObject({ reason: 'updating', since: 0, update: { step: 1, steps: 2 } })
  time += MINUTE
  health.set({ ...REST, reason: 'updating', update: { step: 2, steps: 2 } })
  health.set({ ...REST, reason: undefined })
  expect(changes).toEqual([{ step: 1, steps: 2 }, { step: 2, steps: 2 }, undefined])
  expect(health.isStuck()).toBe(false)
  time += 2 * MINUTE
  expect(health.isStuck()).toBe(true)
})
