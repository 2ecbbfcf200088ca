import { expect, it } from 'vitest'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { createStoredRequests, type StoredRequestsDeps } from './create-stored-requests.ts'

const encode = (json: unknown) => new TextEncoder().encode(JSON.stringify(json))
const turn = () => new Promise(setImmediate)

/** A log that has every request except those whose id says otherwise, newest first. */
function createRig({ isWanted = true } = {}) {
  const asked: (readonly string[])[] = []
  const told: string[] = []
  let missed = 0
  const json: StoredRequestsDeps['log']['json'] = async (...[name, params]) => {
    if (name !== 'summaries' || params.ids === undefined) throw new Error(name)
    asked.push(params.ids)
    await turn()
    if (params.ids.includes('broken')) throw new Error('broken')
    const requests = params.ids.filter((id) => id !== 'cleared').map((requestId) => ({ requestId }))
    return encode({ requests: requests.toReversed() })
  }
  const stored = createStoredRequests({
    log: { json },
    isWanted: () => isWanted,
    onRequest: ({ requestId }: RequestSummary) => told.push(requestId),
    onMissed: () => missed++,
  })
  return { stored, asked, told, missed: () => missed }
}

it('tells of each request once, in the order in which they happened', async () => {
  const { stored, told, asked, missed } = createRig()
  stored(['a', 'b'])
  stored(['c'])
  await expect.poll(() => told).toEqual(['a', 'b', 'c'])
  expect([asked.flat(), missed()]).toEqual([['a', 'b', 'c'], 0])
})

it('does not query the log without listeners', async () => {
  const { stored, asked } = createRig({ isWanted: false })
  stored(['a'])
  await turn()
  expect(asked).toEqual([])
})

it('says that something was missed where the log does not know a request any more, or fails', async () => {
  const { stored, told, missed } = createRig()
  stored(['a', 'cleared'])
  await expect.poll(missed).toBe(1)
  stored(['broken'])
  await expect.poll(missed).toBe(2)
  stored(['b'])
  await expect.poll(() => told).toEqual(['a', 'b'])
})

it('holds only so many, asks for them in portions, and says that there were more', async () => {
  const { stored, told, asked, missed } = createRig()
  const ids = Array.from({ length: 1000 }, (_, i) => String(i))
  stored(ids)
  expect(missed()).toBe(1)
  await expect.poll(() => told.length).toBe(200)
  expect(told).toEqual(ids.slice(0, 200))
  expect(Math.max(...asked.map(({ length }) => length))).toBe(50)
})
