import { expect, it, vi } from 'vitest'
import type { Query } from '../../../base/request-log-queries.ts'
import type { InFlightRequest } from '../../../proxy/recorder/in-flight.ts'
import { readOpenRequest } from './read-open-request.ts'

/** One request in flight, with a body that lies in the middle of other memory. */
function rig(body: Uint8Array, answer: () => Promise<Uint8Array<ArrayBuffer> | undefined>) {
  const item = { id: 'abcd', path: '/v1/messages', age_ms: 5, phase: 'waiting', bytes: body.length } as const
  const open: InFlightRequest = { item, method: 'POST', body: () => body }
  const asked: Query[] = []
  const json = vi.fn<(...query: Query) => Promise<Uint8Array<ArrayBuffer> | undefined>>((...query) => {
    asked.push(query)
    return query[0] === 'withBody' ? answer() : Promise.resolve(undefined)
  })
  const read = readOpenRequest(
    { log: { json }, inFlight: { find: () => open }, capturesBodies: () => true, now: () => 1_000 },
    'abcd',
  )
  return { read, asked }
}

const BODY = Buffer.from('..[1,2]..').subarray(2, 7)

it('leaves the parsing of the body to the database thread and passes its answer on', async () => {
  const bytes = new TextEncoder().encode('{}')
  const { read, asked } = rig(BODY, () => Promise.resolve(bytes))
  expect(await read).toBe(bytes)
  const [, query] = asked
  expect(query?.[0]).toBe('withBody')
  expect(query?.[1]).toMatchObject({ detail: { request: { requestId: 'abcd' }, fullId: 'abcd' } })
})

it('copies the body alone, not the memory that it lies in', async () => {
  const { read, asked } = rig(Buffer.from(new ArrayBuffer(1_000), 10, 20), () => Promise.resolve(undefined))
  await read
  expect(asked[1]?.[1]).toMatchObject({ body: { byteLength: 20, buffer: { byteLength: 20 } } })
})

it('shows the request without its body where that is too long or the thread is gone', async () => {
  const lost = rig(BODY, () => Promise.reject(new Error('gone')))
  expect(await lost.read).toMatchObject({ request: { requestId: 'abcd' }, fullId: 'abcd' })
  const long = rig(new Uint8Array(2_000_000), () => Promise.resolve(undefined))
  expect(await long.read).toMatchObject({ fullId: 'abcd' })
  expect(long.asked).toHaveLength(1)
})
