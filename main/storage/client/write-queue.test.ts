import { describe, expect, it } from 'vitest'
import type { RowMessage } from '../row-message.ts'
import { createRandom, makeRow } from '../testing/make-rows.ts'
import { createWriteQueue } from './write-queue.ts'

const plan = { random: createRandom(1), from: 0, to: 1000, count: 10, models: ['m'], organizations: ['o'] }
const limits = { rows: 10, bodyBytes: 1000, singleBodyBytes: 1000, batchRows: 4 }

function finished(requestId: string, bodyBytes = 0): RowMessage {
  const row = makeRow(plan, 0)
  const requestBody = bodyBytes > 0 ? new Uint8Array(bodyBytes) : undefined
  return { ...row, requestId, end: { ...row.end, requestBody } }
}
function opened(requestId: string): RowMessage {
  return { ...finished(requestId), end: undefined }
}

describe('createWriteQueue', () => {
  it('sends at most two batches at a time, in order', () => {
    const queue = createWriteQueue(limits)
    for (let i = 0; i < 10; i++) queue.put(finished(String(i)))
    const first = queue.next()
    const second = queue.next()
    expect(first?.rows.map(({ requestId }) => requestId)).toEqual(['0', '1', '2', '3'])
    expect(second?.rows.map(({ requestId }) => requestId)).toEqual(['4', '5', '6', '7'])
    expect(queue.next()).toBeUndefined()
    queue.done(first?.id ?? 0)
    expect(queue.next()?.rows.map(({ requestId }) => requestId)).toEqual(['8', '9'])
  })

  it('counts what no longer fits, and keeps its last part for the ends of requests', () => {
    const queue = createWriteQueue(limits)
    for (let i = 0; i < 20; i++) queue.put(opened(`open ${i}`))
    expect(queue.size()).toBe(9)
    expect(queue.lost().rows).toBe(0)
    queue.put(finished('a'))
    queue.put(finished('b'))
    expect(queue.size()).toBe(10)
    expect(queue.lost().rows).toBe(1)
  })

  it('keeps a request without its body when the bodies take too much memory', () => {
    const queue = createWriteQueue(limits)
    queue.put(finished('a', 600))
    queue.put(finished('b', 600))
    const batch = queue.next()
    expect(batch?.rows.map(({ end }) => end?.requestBody?.length)).toEqual([600, undefined])
    expect(queue.lost()).toEqual({ rows: 0, bodies: 1 })
    queue.done(batch?.id ?? 0)
    queue.put(finished('c', 1000))
    expect(queue.lost().bodies).toBe(1)
  })

  it('keeps a single large body, and none beside it', () => {
    const queue = createWriteQueue({ ...limits, singleBodyBytes: 3000 })
    queue.put(finished('a', 2500))
    queue.put(finished('b', 10))
    const batch = queue.next()
    expect(batch?.rows.map(({ end }) => end?.requestBody?.length)).toEqual([2500, undefined])
    expect(queue.bodyBytes()).toBe(2500)
    queue.done(batch?.id ?? 0)
    expect(queue.bodyBytes()).toBe(0)
    queue.put(finished('c', 3001))
    expect(queue.lost().bodies).toBe(2)
  })

  it('counts no body as lost that was not to be kept', () => {
    const queue = createWriteQueue(limits)
    for (const id of ['a', 'b']) {
      const { end, ...row } = finished(id, 600)
      queue.put({ ...row, end: end && { ...end, keepBody: false } })
    }
    queue.next()
    queue.takeBack()
    expect(queue.next()?.rows.map((row) => row.end?.missing)).toEqual([{}, {}])
    expect(queue.lost()).toEqual({ rows: 0, bodies: 0 })
  })

  it('sends again what a dead worker had, without bodies, and gives it up after a second death', () => {
    const queue = createWriteQueue(limits)
    queue.put(finished('a', 10))
    const first = queue.next()
    queue.takeBack()
    expect(queue.size()).toBe(1)
    const again = queue.next()
    expect(again?.id).toBe(first?.id)
    expect(again?.rows[0]?.end?.requestBody).toBeUndefined()
    queue.takeBack()
    expect(queue.size()).toBe(0)
    expect(queue.lost()).toEqual({ rows: 1, bodies: 1 })
  })
})
