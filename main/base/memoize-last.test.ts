import { expect, it, vi } from 'vitest'
import { memoizeLast } from './memoize-last.ts'

it('decides again only for another object', () => {
  const decide = vi.fn<(key: { n: number }) => number>(({ n }) => n * 2)
  const memoized = memoizeLast(decide)
  const [one, two] = [{ n: 1 }, { n: 2 }]
  expect([one, one, two, two, one].map(memoized)).toEqual([2, 2, 4, 4, 2])
  expect(decide).toHaveBeenCalledTimes(3)
})
