import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createMutex } from './mutex.ts'

it('runs one piece of work at a time, in order', async () => {
  const { runExclusive } = createMutex()
  const said: string[] = []
  const work = (name: string) => async () => {
    said.push(`${name} begins`)
    await setImmediate()
    said.push(`${name} ends`)
    return name
  }
  const results = await Promise.all(['a', 'b', 'c'].map((name) => runExclusive(work(name))))
  expect(results).toEqual(['a', 'b', 'c'])
  expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

it('gives a failure to its own caller only', async () => {
  const { runExclusive } = createMutex()
  const failed = runExclusive(() => Promise.reject(new Error('no')))
  const next = runExclusive(() => Promise.resolve(1))
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe(1)
})

it('is idle when what was given has ended, also in failure', async () => {
  const { runExclusive, idle } = createMutex()
  let ended = false
  const failed = runExclusive(async () => {
    await setImmediate()
    ended = true
    throw new Error('no')
  })
  await idle()
  expect(ended).toBe(true)
  await expect(failed).rejects.toThrow('no')
})
