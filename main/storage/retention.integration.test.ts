import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRig, type Rig } from './testing/create-rig.ts'
import { createRandom } from './testing/make-rows.ts'
import { endedRequest, openedRequest, record } from './testing/request.ts'

let rig: Rig
beforeEach(() => {
  rig = createRig()
})
afterEach(() => rig.end())

describe('retention', () => {
  it('keeps the file and its log below the limit, in short steps', { timeout: 120_000 }, async () => {
    const limit = 12 * 1024 * 1024
    const store = rig.start({ retention: { maxDays: 0, maxBytes: limit } })
    const random = createRandom(5)
    let largest = 0
    for (let i = 0; i < 1500; i++) {
      const noise = Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(random() * 256)))
      record(store, [`request-${i}`], { requestBody: noise })
      if (i % 20 === 19) {
        await store.flush()
        largest = Math.max(largest, rig.diskBytes())
      }
    }
    expect(largest).toBeGreaterThan(limit / 2)
    expect(largest).toBeLessThan(limit * 1.05)
    expect(await store.json('request', { id: 'request-0' })).toBeUndefined()
    expect((await store.read('request', { id: 'request-1499' }))?.request.bodyText).toBeDefined()
    const list = await store.read('summaries', { offset: 0, limit: 0 })
    expect((await store.read('stats', { start: 0, end: Date.now() * 2 }))?.total_requests).toBe(list?.total)
    expect(store.state()).toMatchObject({ status: 'ok', not_kept: 0, bodies_not_kept: 0 })
  })

  it('gives the space of a cleared log back', async () => {
    const store = rig.start()
    for (let i = 0; i < 200; i++)
      record(store, [`request-${i}`], {
        responseBody: Buffer.from(`${i}`.repeat(20_000)),
        requestBody: crypto.getRandomValues(new Uint8Array(20_000)),
      })
    await store.flush()
    const before = rig.diskBytes()
    await store.read('clear', {})
    await store.close()
    expect(before).toBeGreaterThan(3_000_000)
    // An empty log has about 80 tables and indexes of at least a page each.
    expect(rig.diskBytes()).toBeLessThan(400_000)
  })
})

it('opens ten thousand requests on the calling thread in less than a tenth of a second each thousand', async () => {
  const store = rig.start({ limits: { rows: 100_000 } })
  const started = performance.now()
  for (let i = 0; i < 10_000; i++) {
    store.open(openedRequest(`request-${i}`))
    store.finish(`request-${i}`, endedRequest())
  }
  expect(performance.now() - started).toBeLessThan(1000)
  await store.flush()
  expect((await store.read('requests', { page: 1, limit: 1 }))?.total).toBe(10_000)
})
