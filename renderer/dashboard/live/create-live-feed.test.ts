import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RequestSummary } from '../../../shared/request-log.ts'
import { type Api, createApi } from '../../api/api.ts'
import { createLiveFeed, MAX_FINISHED, mergeFinished } from './create-live-feed.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('what the log has is there first, and what is pushed comes on top', async () => {
  const { feed, source } = open([request('1'), { ...request('2'), termination: undefined }])
  feed.subscribe(() => undefined)
  await pass()
  expect(ids(feed.read().finished)).toEqual(['1'])
  push(source(), 'request', request('3'))
  expect(ids(feed.read().finished)).toEqual(['3', '1'])
})

test('an empty list is known to be empty once the server has said so', async () => {
  const { feed, source } = open([])
  feed.subscribe(() => undefined)
  push(source(), 'request', request('1'))
  expect(feed.read().known).toBe(false)
  await pass()
  expect(feed.read().known).toBe(true)
})

test('listeners hear of many requests a few times a second', async () => {
  const { feed, source } = open([])
  const listener = vi.fn<() => void>()
  feed.subscribe(listener)
  await pass()
  listener.mockClear()
  for (let index = 0; index < 50; index++) push(source(), 'request', request(String(index)))
  await pass()
  expect(listener).toHaveBeenCalledTimes(1)
  expect(feed.read().finished).toHaveLength(50)
})

test('where the server does not push it is asked, until it pushes again', async () => {
  const log = [request('1')]
  const { feed, source, asked } = open(log)
  feed.subscribe(() => undefined)
  await pass()
  source().dispatchEvent(new Event('error'))
  expect(feed.read().link).toBe('polling')
  log.unshift(request('2'))
  await vi.advanceTimersByTimeAsync(3_000)
  expect(ids(feed.read().finished)).toEqual(['2', '1'])
  source().dispatchEvent(new Event('open'))
  const before = asked()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(feed.read().link).toBe('pushed')
  // One fetch for the events missed in between.
  expect(asked() - before).toBeLessThanOrEqual(1)
})

test('after missed events the list is asked for again', async () => {
  const log = [request('1')]
  const { feed, source } = open(log)
  feed.subscribe(() => undefined)
  await pass()
  log.unshift(request('2'))
  push(source(), 'missed', {})
  await pass()
  expect(ids(feed.read().finished)).toEqual(['2', '1'])
})

test('pushes that do not fit are passed over', async () => {
  const { feed, source } = open([])
  feed.subscribe(() => undefined)
  await pass()
  source().dispatchEvent(new MessageEvent('request', { data: 'not json' }))
  push(source(), 'request', { requestId: 7 })
  expect(feed.read().finished).toEqual([])
})

test('the last listener that leaves ends the connection and the questions', async () => {
  const { feed, source, asked } = open([])
  const leave = feed.subscribe(() => undefined)
  const stay = feed.subscribe(() => undefined)
  await pass()
  source().dispatchEvent(new Event('error'))
  leave()
  expect(source().closed).toBe(false)
  stay()
  expect(source().closed).toBe(true)
  const before = asked()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(asked()).toBe(before)
})

test('the newest are kept, each once, and nothing new is the same list', () => {
  const known = [request('2'), request('1')]
  expect(mergeFinished(known, [request('1')])).toBe(known)
  const many = Array.from({ length: MAX_FINISHED + 5 }, (_, index) => request(String(index + 10)))
  const merged = mergeFinished(known, many)
  expect(merged).toHaveLength(MAX_FINISHED)
  expect(merged[0]?.requestId).toBe(String(MAX_FINISHED + 14))
})

function createSource() {
  const source = Object.assign(new EventTarget(), { closed: false, close: () => undefined as void })
  source.close = () => void (source.closed = true)
  return source
}

function open(log: object[]) {
  let source = createSource()
  let asked = 0
  const response = () => {
    asked++
    return Promise.resolve(Response.json({ requests: log, total: log.length, offset: 0, limit: 200 }))
  }
  const api: Api = createApi({ fetch: response })
  const feed = createLiveFeed({
    api,
    open: () => (source = createSource()) as unknown as EventSource,
    onLivez: () => undefined,
    onSettings: () => undefined,
  })
  return { feed, source: () => source, asked: () => asked }
}

function push(source: EventTarget, name: string, data: object): void {
  source.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }))
}

function pass(): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(500)
}

function ids(requests: readonly RequestSummary[]): string[] {
  return requests.map(({ requestId }) => requestId)
}

function request(id: string): RequestSummary {
  return {
    requestId: id,
    timestamp: new Date(Date.UTC(2026, 10, 21) + Number(id) * 1_000).toISOString(),
    method: 'POST',
    endpoint: '/v1/messages',
    termination: { endedBy: 'upstream', phase: 'done' },
  }
}
