import { expect, it } from 'vitest'
import { memoizeText } from './memoize-text.ts'

it('asks once for each text, remembers a bounded number of them, and none that is long', () => {
  let asked = 0
  const isLong = memoizeText(({ length }) => (asked++, length > 3), { max: 2 })
  expect([isLong('a'), isLong('abcd'), isLong('a'), isLong('abcd'), asked]).toEqual([
    false,
    true,
    false,
    true,
    2,
  ])
  isLong('b')
  isLong('a')
  expect(asked).toBe(4)
  isLong('x'.repeat(257))
  isLong('x'.repeat(257))
  expect(asked).toBe(6)
})
