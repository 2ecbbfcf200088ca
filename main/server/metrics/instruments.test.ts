import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createInstruments, type Instruments } from './instruments.ts'
import type { CountedRequest, Metrics } from './metrics.ts'

const REQUEST: CountedRequest = {
  method: 'POST',
  template: '/v1/messages',
  model: 'claude-sonnet-4-5',
  countedStatus: 200,
  durationMs: 100,
  error: undefined,
  usage: undefined,
  responseHeaders: undefined,
}

let instruments: Instruments
const record = vi.fn<Metrics['record']>()

beforeEach(() => {
  vi.useFakeTimers()
  record.mockReset()
  instruments = createInstruments({ record, expose: () => Promise.resolve('') })
})
afterEach(() => void vi.useRealTimers())

it('counts failures apart, and clients that left as neither', () => {
  instruments.record(REQUEST)
  instruments.record({ ...REQUEST, countedStatus: 529, error: 'upstream_529' })
  instruments.record({ ...REQUEST, countedStatus: 502, error: 'upstream_unreachable' })
  instruments.record({ ...REQUEST, countedStatus: 499 })
  expect(instruments.performance().requests).toEqual({ total: 4, success: 1, failed: 2 })
  expect(record).toHaveBeenCalledTimes(4)
})

it('gives latencies in whole milliseconds, which shell scripts can compare', () => {
  for (const durationMs of [1.2, 2.7, 1_500.4]) instruments.record({ ...REQUEST, durationMs })
  const { latency } = instruments.performance()
  expect(Object.keys(latency)).toEqual(['avg_ms', 'p50_ms', 'p95_ms', 'p99_ms'])
  for (const value of Object.values(latency)) expect(Number.isInteger(value)).toBe(true)
})

it('starts with zeros', () => {
  expect(instruments.performance()).toMatchObject({
    requests: { total: 0, success: 0, failed: 0 },
    latency: { avg_ms: 0, p50_ms: 0, p95_ms: 0, p99_ms: 0 },
  })
})

it('counts memory and handles at most every five seconds, and only for a poll', () => {
  const memory = vi.spyOn(process.memoryUsage, 'rss')
  vi.advanceTimersByTime(60_000)
  expect(memory).not.toHaveBeenCalled()
  for (let poll = 0; poll < 1_000; poll++) instruments.performance()
  expect(memory).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(5_000)
  instruments.performance()
  expect(memory).toHaveBeenCalledTimes(2)
  memory.mockRestore()
  const { memory_mb, goroutines } = instruments.performance()
  expect(memory_mb).toBeGreaterThan(10)
  expect(goroutines).toBeGreaterThanOrEqual(0)
})

it('hands out copies of its counts', () => {
  const before = instruments.performance()
  instruments.record(REQUEST)
  expect(before.requests.total).toBe(0)
})

it('keeps the last figures where the system has no descriptor left to read new ones', () => {
  const { memory_mb: before } = instruments.performance()
  const rss = vi.spyOn(process.memoryUsage, 'rss').mockImplementation(() => {
    throw Object.assign(new Error('EMFILE: too many open files, uv_resident_set_memory'), { code: 'EMFILE' })
  })
  vi.advanceTimersByTime(20_000)
  expect(instruments.performance().memory_mb).toBe(before)
  expect(rss).toHaveBeenCalled()
  rss.mockRestore()
})
