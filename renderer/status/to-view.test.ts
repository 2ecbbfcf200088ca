import { expect, test } from 'vitest'
import type { InFlightItem } from '../../shared/livez.ts'
import { NOW, observe, observeLivez } from './observe-for-test.ts'
import { toView } from './to-view.ts'

test('values run on between two polls', () => {
  const view = toView({ ...observeLivez({ in_flight: 1, oldest_ms: 2_000 }), now: NOW + 900 })
  expect(view.staleMs).toBeUndefined()
  expect(view.oldestMs).toBe(2_900)
  expect(view.uptimeMs).toBe(60_900)
})

test('values that missed a beat stand still and carry their age', () => {
  const view = toView({ ...observeLivez({ in_flight: 1, oldest_ms: 2_000 }), now: NOW + 12_000 })
  expect(view.staleMs).toBe(12_000)
  expect(view.oldestMs).toBe(2_000)
  expect(view.uptimeMs).toBe(60_000)
})

test('once the server counts as unreachable nothing is shown as fresh, however young it is', () => {
  const seen = observeLivez({ in_flight: 1, oldest_ms: 2_000 })
  const view = toView({ ...seen, livez: { ...seen.livez, failures: 2 }, now: NOW + 2_000 })
  expect(view.staleMs).toBe(2_000)
  expect(view.oldestMs).toBe(2_000)
})

test('five requests are listed and the others counted', () => {
  const view = toView(withRequests(7))
  expect(view.requests).toHaveLength(5)
  expect(view.more).toBe(2)
})

test('no request is listed once the count is zero, though the list is a poll behind', () => {
  const view = toView({ ...withRequests(3), livez: observe().livez })
  expect(view.requests).toEqual([])
  expect(view.more).toBe(0)
})

test('a model is listed without what all of them share, and in full in the tooltip', () => {
  const [first] = toView(withRequests(1)).requests
  expect(first).toMatchObject({ name: 'opus-4-5', fullName: 'claude-opus-4-5-20251101' })
})

test('a request without a model is listed by its path', () => {
  const item: InFlightItem = { id: '1', path: '/v1/models', phase: 'waiting', age_ms: 0 }
  expect(toView(withItems([item])).requests[0]?.name).toBe('/v1/models')
})

test('the address is the shell’s where there is one, because the server’s may be of an earlier port', () => {
  const server = { state: 'running', baseUrl: 'http://127.0.0.1:3457' } as const
  const app = { version: '0.1.0', platform: 'linux', server, quitting: false, language: 'en' as const }
  expect(toView(observe({ app })).baseUrl).toBe('http://127.0.0.1:3457')
  expect(toView(observe()).baseUrl).toBe('http://127.0.0.1:3456')
})

function withRequests(count: number) {
  return withItems(
    Array.from({ length: count }, (_, index) => ({
      id: String(index),
      model: 'claude-opus-4-5-20251101',
      path: '/v1/messages',
      phase: 'streaming',
      age_ms: 1_000,
    })),
  )
}

function withItems(items: InFlightItem[]) {
  const { status } = observe()
  const value = status.value && { ...status.value, in_flight: items }
  return observeLivez({ in_flight: items.length }, { status: { ...status, ...(value && { value }) } })
}
