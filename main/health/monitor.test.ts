import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CheckKey } from '../../shared/health/check-report.ts'
import type { CliDetails } from '../../shared/health/cli.ts'
import type { CheckResult } from './check.ts'
import { createMonitor, type MonitoredCheck } from './monitor.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A check with the given results in order; the last one repeats. */
function scripted(
  key: CheckKey,
  results: (CheckResult | Error)[],
): MonitoredCheck & { runs: number; cleared: number } {
  const check = {
    key,
    runs: 0,
    cleared: 0,
    recheck: () => void check.cleared++,
    run: () => {
      const result = results[Math.min(check.runs++, results.length - 1)]
      return result instanceof Error ? Promise.reject(result) : Promise.resolve(result ?? PASS)
    },
  }
  return check
}

const PASS: CheckResult = { key: 'proxy_service', status: 'pass', details: { version: '1.0.0' } }
const WARN: CheckResult = { key: 'proxy_service', status: 'warn', details: { version: '1.0.0' } }
const STORED: CheckResult = {
  key: 'storage',
  status: 'pass',
  details: { storage_status: 'ok', not_kept: 0, file_bytes: 0 },
}

function monitorOf(...checks: MonitoredCheck[]) {
  return createMonitor({ checks, everyMs: 30_000, idleMs: 30_000, now: Date.now })
}

it('reports in the order of the checks, and nothing that has not run', async () => {
  const slow: MonitoredCheck = { key: 'claude_sdk', run: () => new Promise(() => undefined) }
  const monitor = monitorOf(slow, scripted('storage', [STORED]), scripted('proxy_service', [WARN]))
  monitor.start()
  await vi.advanceTimersByTimeAsync(0)
  expect(monitor.reports().map(({ key, status }) => [key, status])).toEqual([
    ['storage', 'pass'],
    ['proxy_service', 'warn'],
  ])
  monitor.stop()
})

it('runs each check again on its own clock, and never because of a poll', async () => {
  const check = scripted('proxy_service', [PASS])
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

it('runs rarely without readers, and at once for one', async () => {
  const check = scripted('proxy_service', [PASS])
  const monitor = createMonitor({ checks: [check], everyMs: 30_000, idleMs: 300_000, now: Date.now })
  monitor.look()
  expect(check.runs).toBe(0)
  monitor.start()
  await vi.advanceTimersByTimeAsync(299_000)
  expect(check.runs).toBe(1)
  for (let poll = 0; poll < 100; poll++) monitor.look()
  expect(check.runs).toBe(2)
  for (let second = 0; second < 60; second++) {
    await vi.advanceTimersByTimeAsync(1_000)
    monitor.look()
  }
  expect(check.runs).toBe(4)
  await vi.advanceTimersByTimeAsync(300_000)
  expect(check.runs).toBe(5)
  monitor.stop()
})

it('runs when a result changes by itself, even without readers', async () => {
  const expiry = Date.now() + 100_000
  const check = { ...scripted('proxy_service', [PASS, WARN]), changesAt: () => expiry }
  const monitor = createMonitor({ checks: [check], everyMs: 30_000, idleMs: 300_000, now: Date.now })
  monitor.start()
  await vi.advanceTimersByTimeAsync(99_000)
  expect(monitor.reports()[0]?.status).toBe('pass')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(monitor.reports()[0]?.status).toBe('warn')
  monitor.stop()
})

it('lets callers be answered before it first starts a process', async () => {
  const [cheap, cli] = [scripted('proxy_service', [PASS]), scripted('storage', [STORED])]
  const monitor = monitorOf({ ...cli, startsProcess: true }, cheap)
  monitor.start()
  await vi.advanceTimersByTimeAsync(99)
  expect(monitor.reports().map(({ key }) => key)).toEqual(['proxy_service'])
  await vi.advanceTimersByTimeAsync(1)
  expect(monitor.reports().map(({ key }) => key)).toEqual(['storage', 'proxy_service'])
  monitor.stop()
})

it('starts no process when it is stopped at once', async () => {
  const cli = scripted('storage', [STORED])
  const monitor = monitorOf({ ...cli, startsProcess: true })
  monitor.start()
  monitor.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(cli.runs).toBe(0)
})

it('tells its listeners of news only', async () => {
  const cli = (status: 'pass' | 'warn', changes: Partial<CliDetails>): CheckResult => {
    const search = { searched_paths: [], rejected: [], duplicates: [], checked_at: '1' }
    const found = { installation_status: 'found', cli_status: 'available', binary_path: '/claude' } as const
    return { key: 'claude_cli', status, details: { ...found, version: '1', ...search, ...changes } }
  }
  const provider = (last_check: string, response_time_ms: number): CheckResult => {
    const known = { status: 'healthy', consecutive_failures: 0, base_url: 'http://127.0.0.1:9' } as const
    const details = { output: '', providers: { local: { ...known, last_check, response_time_ms } } }
    return { key: 'providers', status: 'pass', details }
  }
  const monitor = monitorOf(
    scripted('claude_cli', [
      cli('pass', {}),
      cli('pass', { checked_at: '2' }),
      cli('pass', { checked_at: '3', version: '2' }),
      cli('pass', { checked_at: '4', version: '2' }),
      cli('warn', { checked_at: '4', version: '2' }),
    ]),
    scripted('providers', [provider('1', 1), provider('2', 2)]),
  )
  const listener = vi.fn<() => void>()
  monitor.onChange(listener)
  monitor.start()
  const heard: number[] = []
  for (let turn = 0; turn < 5; turn++) {
    await vi.advanceTimersByTimeAsync(turn === 0 ? 0 : 30_000)
    heard.push(listener.mock.calls.length)
  }
  expect(heard).toEqual([2, 2, 3, 3, 4])
  monitor.stop()
})

it('clears what a check has cached when it is asked to look again', async () => {
  const [a, b] = [scripted('proxy_service', [PASS, WARN]), scripted('storage', [STORED])]
  const monitor = monitorOf(a, b)
  monitor.start()
  await vi.advanceTimersByTimeAsync(0)
  await monitor.recheck(['proxy_service'])
  expect([a.cleared, b.cleared, a.runs, b.runs]).toEqual([1, 0, 2, 1])
  expect(monitor.reports()[0]?.status).toBe('warn')
  monitor.stop()
})

it('turns a check that throws into a failure that names no secret, and one that hangs into a warning', async () => {
  const hanging: MonitoredCheck = { key: 'storage', run: () => new Promise(() => undefined) }
  const monitor = monitorOf(scripted('claude_sdk', [new TypeError('token sk-ant-1234')]), hanging)
  monitor.start()
  await vi.advanceTimersByTimeAsync(20_000)
  const [broken, hung] = monitor.reports()
  expect(broken).toMatchObject({
    status: 'fail',
    details: { error: 'Unexpected error: TypeError' },
    message: { code: 'check.error', params: { error: 'TypeError' } },
  })
  expect(hung).toMatchObject({
    status: 'warn',
    details: { error: 'No result within 20 s' },
    message: { code: 'check.timeout', params: { seconds: 20 } },
  })
  monitor.stop()
})

it('does not let a run that began earlier and ends later overwrite a newer result', async () => {
  const ends: ((result: CheckResult) => void)[] = []
  const monitor = monitorOf({ key: 'proxy_service', run: () => new Promise((resolve) => ends.push(resolve)) })
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
  const monitor = monitorOf(scripted('proxy_service', [PASS]), { key: 'storage', run })
  monitor.start()
  await vi.advanceTimersByTimeAsync(0)
  monitor.stop()
  const idle = monitor.idle().then(() => cleanedUp)
  await vi.advanceTimersByTimeAsync(400)
  expect(await idle).toBe(true)
  expect(monitor.reports().map(({ key }) => key)).toEqual(['proxy_service'])
})

it('does not wait for ever for a check that will not stop', async () => {
  const monitor = monitorOf({ key: 'storage', run: () => new Promise(() => undefined) })
  monitor.start()
  monitor.stop()
  const idle = monitor.idle().then(() => 'idle')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await idle).toBe('idle')
})

it('runs again after it was stopped', async () => {
  const check = scripted('proxy_service', [PASS, WARN])
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
