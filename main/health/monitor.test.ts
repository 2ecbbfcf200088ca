import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CheckResult } from './check.ts'
import { createMonitor, type MonitoredCheck } from './monitor.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A check whose answers are given one after the other; the last one stays. */
function scripted(
  key: string,
  responses: (CheckResult | Error)[],
): MonitoredCheck & { runs: number; cleared: number } {
  const check = {
    key,
    runs: 0,
    cleared: 0,
    recheck: () => void check.cleared++,
    run: () => {
      const response = responses[Math.min(check.runs++, responses.length - 1)]
      return response instanceof Error ? Promise.reject(response) : Promise.resolve(response ?? PASS)
    },
  }
  return check
}

const PASS: CheckResult = { status: 'pass', details: { version: '1.0.0' } }
const WARN: CheckResult = { status: 'warn', details: { error: 'gone' } }

function monitorOf(...checks: MonitoredCheck[]) {
  return createMonitor({ checks, everyMs: 30_000, now: Date.now })
}

it('reports in the order of the checks, and nothing that has not run', async () => {
  const slow: MonitoredCheck = { key: 'slow', run: () => new Promise(() => undefined) }
  const monitor = monitorOf(slow, scripted('b', [PASS]), scripted('a', [WARN]))
  monitor.start()
  await vi.advanceTimersByTimeAsync(0)
  expect(monitor.reports().map(({ key, status }) => [key, status])).toEqual([
    ['b', 'pass'],
    ['a', 'warn'],
  ])
  monitor.stop()
})

it('runs each check again on its own clock, and never because somebody reads', async () => {
  const check = scripted('a', [PASS])
  const monitor = monitorOf(check)
  monitor.start()
  await vi.advanceTimersByTimeAsync(29_999)
  for (let poll = 0; poll < 1_000; poll++) monitor.reports()
  expect(check.runs).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(check.runs).toBe(2)
  monitor.stop()
  await vi.advanceTimersByTimeAsync(120_000)
  expect(check.runs).toBe(2)
})

it('tells its listeners of news only', async () => {
  const monitor = monitorOf(
    scripted('a', [
      { status: 'pass', details: { checked_at: '1', last_check: '1', response_time_ms: 1 } },
      { status: 'pass', details: { checked_at: '2', last_check: '2', response_time_ms: 2 } },
      { status: 'pass', details: { checked_at: '3', sign_in: { status: 'present', read_at: 'x' } } },
      { status: 'pass', details: { checked_at: '4', sign_in: { status: 'present', read_at: 'y' } } },
      WARN,
    ]),
  )
  const listener = vi.fn<() => void>()
  monitor.onChange(listener)
  monitor.start()
  const heard: number[] = []
  for (let turn = 0; turn < 5; turn++) {
    await vi.advanceTimersByTimeAsync(turn === 0 ? 0 : 30_000)
    heard.push(listener.mock.calls.length)
  }
  expect(heard).toEqual([1, 1, 2, 2, 3])
  monitor.stop()
})

it('clears what a check has cached when it is asked to look again', async () => {
  const [a, b] = [scripted('a', [PASS, WARN]), scripted('b', [PASS])]
  const monitor = monitorOf(a, b)
  monitor.start()
  await vi.advanceTimersByTimeAsync(0)
  await monitor.recheck(['a'])
  expect([a.cleared, b.cleared, a.runs, b.runs]).toEqual([1, 0, 2, 1])
  expect(monitor.reports()[0]?.status).toBe('warn')
  monitor.stop()
})

it('turns a check that throws into a failure that names no secret, and one that hangs into a warning', async () => {
  const hanging: MonitoredCheck = { key: 'hanging', run: () => new Promise(() => undefined) }
  const monitor = monitorOf(scripted('broken', [new TypeError('token sk-ant-1234')]), hanging)
  monitor.start()
  await vi.advanceTimersByTimeAsync(20_000)
  const [broken, hung] = monitor.reports()
  expect(broken).toMatchObject({ status: 'fail', details: { error: 'Unexpected error: TypeError' } })
  expect(hung).toMatchObject({ status: 'warn', details: { error: 'No answer within 20 s' } })
  monitor.stop()
})

it('does not let a run that began earlier and ends later overwrite a newer result', async () => {
  const ends: ((result: CheckResult) => void)[] = []
  const monitor = monitorOf({ key: 'a', run: () => new Promise((resolve) => ends.push(resolve)) })
  monitor.start()
  const rechecked = monitor.recheck()
  ends[1]?.(WARN)
  await rechecked
  ends[0]?.(PASS)
  await vi.advanceTimersByTimeAsync(0)
  expect(monitor.reports()[0]?.status).toBe('warn')
  monitor.stop()
})

it('tells running checks to stop, keeps what was known, and is idle when they have cleaned up', async () => {
  let cleanedUp = false
  const run = (signal: AbortSignal) =>
    new Promise<CheckResult>((_resolve, reject) =>
      signal.addEventListener('abort', () =>
        setTimeout(() => {
          cleanedUp = true
          reject(signal.reason)
        }, 400),
      ),
    )
  const monitor = monitorOf(scripted('known', [PASS]), { key: 'busy', run })
  monitor.start()
  await vi.advanceTimersByTimeAsync(0)
  monitor.stop()
  const idle = monitor.idle().then(() => cleanedUp)
  await vi.advanceTimersByTimeAsync(400)
  expect(await idle).toBe(true)
  expect(monitor.reports().map(({ key }) => key)).toEqual(['known'])
})

it('does not wait for ever for a check that will not stop', async () => {
  const monitor = monitorOf({ key: 'deaf', run: () => new Promise(() => undefined) })
  monitor.start()
  monitor.stop()
  const idle = monitor.idle().then(() => 'idle')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await idle).toBe('idle')
})

it('runs again after it was stopped', async () => {
  const check = scripted('a', [PASS, WARN])
  const monitor = monitorOf(check)
  monitor.start()
  await vi.advanceTimersByTimeAsync(0)
  monitor.stop()
  monitor.start()
  await vi.advanceTimersByTimeAsync(0)
  expect(monitor.reports()[0]?.status).toBe('warn')
  await vi.advanceTimersByTimeAsync(30_000)
  expect(check.runs).toBe(3)
  monitor.stop()
})
