import { expect, it } from 'vitest'
import { saySilence } from './say-silence.ts'

it('speaks up after a minute without a byte', () => {
  expect(saySilence(59_999)).toBeUndefined()
  expect(saySilence(60_000)).toBe('no data for 1 m')
  expect(saySilence(150_000)).toBe('no data for 2 m')
})
