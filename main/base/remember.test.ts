import { expect, test } from 'vitest'
import { createMemory } from './remember.ts'

function setup() {
  const clock = { now: 1000 }
  let fetched = 0
  const remember = createMemory<number>(300, () => clock.now)
  return { clock, get: (key: string) => remember(key, () => Promise.resolve((fetched += 1))) }
}

test('fetches again when the time is over, the key is another, or the clock went back', async () => {
  const { clock, get } = setup()
  expect(await get('a')).toBe(1)
  clock.now += 299
  expect(await get('a')).toBe(1)
  clock.now += 1
  expect(await get('a')).toBe(2)
  expect(await get('b')).toBe(3)
  clock.now -= 500
  expect(await get('b')).toBe(4)
})

test('does not keep a failure', async () => {
  const remember = createMemory<number>(300, () => 0)
  await expect(remember('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await remember('a', () => Promise.resolve(1))).toBe(1)
})
