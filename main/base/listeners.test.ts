import { expect, it, vi } from 'vitest'
import { createListeners } from './listeners.ts'

it('tells everyone who listens, until they stop', () => {
  const { add, notify } = createListeners()
  const [first, second] = [vi.fn<() => void>(), vi.fn<() => void>()]
  const stop = add(first)
  add(second)
  notify()
  stop()
  notify()
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 2])
})

it('makes a warning of a listener that throws, and tells the others', async () => {
  const { add, notify } = createListeners()
  const warned = new Promise((resolve) => process.once('warning', resolve))
  const last = vi.fn<() => void>()
  add(() => {
    throw new Error('broken')
  })
  add(last)
  notify()
  expect(last).toHaveBeenCalledTimes(1)
  expect(await warned).toMatchObject({ message: 'broken' })
})
