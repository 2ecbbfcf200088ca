import { isDeepStrictEqual } from 'node:util'
import type { CodedMessage } from '../../shared/coded-message.ts'
import type { CheckKey, CheckReport } from '../../shared/health/check-report.ts'
import type { CheckStatus } from '../../shared/health/check-status.ts'
import { coded, toMessage } from '../../shared/language/say.ts'
import { createListeners } from '../base/listeners.ts'
import type { Check, CheckResult } from './check.ts'

/** Time limit of one run, in ms. A check that exceeds it is reported as such and runs again at its next turn. */
const CHECK_LIMIT = 20_000

/** Starting a process blocks this thread for 5 to 60 ms. Callers that waited for the start are answered before, in ms. */
const FIRST_PROCESS = 100

/** Maximum time that `idle` waits for a check that ignores its signal, such as a read from a dead drive, in ms. */
const IDLE_LIMIT = 2_000

export interface MonitoredCheck extends Check {
  /** Clears the check's cache. */
  recheck?: () => void
  /** The current result, for a check that knows it without a run. */
  current?: () => CheckResult
  /** Time at which this result changes by itself, in ms since 1970. */
  changesAt?: (result: CheckReport) => number | undefined
  /** True if it may start a process; then its first run waits for `FIRST_PROCESS`. */
  startsProcess?: boolean
}

export interface MonitorDeps {
  checks: readonly MonitoredCheck[]
  /** Maximum age of a result while it is being read, in ms. */
  everyMs: number
  /** Pause between two runs of one check without readers, in ms. Each run reads files, which wakes several threads. */
  idleMs: number
  /** Wall clock, in ms since 1970. */
  now: () => number
}

export interface Monitor {
  /** The last results, in the order of the checks; a check that has not run yet is missing. */
  reports: () => readonly CheckReport[]
  start: () => void
  /** Stops the timers and aborts running checks. */
  stop: () => void
  /** Resolves once no check is running, after `stop` once all have cleaned up; after at most 2 s. Never rejects. */
  idle: () => Promise<void>
  /** Call at each reading of the reports: starts the checks whose result is old. Returns at once. */
  look: () => void
  /** Runs the named checks (default: all) now, without their caches. Resolves when they have a result. */
  recheck: (keys?: readonly CheckKey[]) => Promise<void>
  /** Called when a status or detail changed. Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
}

/** Runs every check on its own timer, and more often while they are being read. Polls read the last reports: they never start a process or read a file. */
export function createMonitor({ checks, everyMs, idleMs, now }: MonitorDeps): Monitor {
  const reports = new Map<string, CheckReport>()
  const listeners = createListeners()
  /** The next run of each check; empty while stopped. */
  const timers = new Map<string, NodeJS.Timeout>()
  /** The last start of each check by its timer or a look, on the monotonic clock. */
  const startedAt = new Map<string, number>()
  /** By check: the latest run that has reported. The result of an older run that ends later is dropped. */
  const reported = new Map<string, number>()
  /** Running checks until they end, which takes longer than the limit if one ignores its signal. */
  const underWay = new Set<Promise<unknown>>()
  let runs = 0
  let running = false
  let stopped = new AbortController()

  async function run(check: MonitoredCheck): Promise<void> {
    const turn = ++runs
    const { signal } = stopped
    const result = await ask(check, { stopped: signal, watch })
    if (signal.aborted || turn < (reported.get(check.key) ?? 0)) return
    reported.set(check.key, turn)
    const report = { ...result, checked_at: new Date(now()).toISOString() }
    const before = reports.get(check.key)
    reports.set(check.key, report)
    if (before === undefined || isNews(before, report)) listeners.notify()
  }
  function watch(work: Promise<unknown>): void {
    underWay.add(work)
    void work.catch(noop).finally(() => underWay.delete(work))
  }
  async function runAndRepeat(check: MonitoredCheck): Promise<void> {
    startedAt.set(check.key, performance.now())
    // A failed run must not stop the timer.
    await run(check).catch(noop)
    const report = reports.get(check.key)
    const changesIn = ((report && check.changesAt?.(report)) ?? -Infinity) - now()
    if (running) runLater(check, changesIn > 0 ? Math.min(changesIn + 1, idleMs) : idleMs)
  }
  function runLater(check: MonitoredCheck, ms: number): void {
    clearTimeout(timers.get(check.key))
    timers.set(check.key, setTimeout(() => void runAndRepeat(check), ms).unref())
  }

  return {
    reports: () =>
      checks.flatMap(({ key, current }) => {
        const report = reports.get(key)
        if (current === undefined) return report ?? []
        const result = current()
        // A check that has not run yet is only shown when it reports a problem.
        if (report === undefined && result.status === 'pass') return []
        return { ...result, checked_at: report?.checked_at ?? new Date(now()).toISOString() }
      }),
    start() {
      if (running) return
      running = true
      stopped = new AbortController()
      for (const check of checks) {
        if (check.startsProcess === true) runLater(check, FIRST_PROCESS)
        else void runAndRepeat(check)
      }
    },
    look() {
      if (!running) return
      for (const check of checks) {
        if (performance.now() - (startedAt.get(check.key) ?? Infinity) >= everyMs) void runAndRepeat(check)
      }
    },
    stop() {
      running = false
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      stopped.abort()
    },
    async idle() {
      let timer: NodeJS.Timeout | undefined
      const tooLong = new Promise((resolve) => (timer = setTimeout(resolve, IDLE_LIMIT)))
      await Promise.race([Promise.allSettled(underWay), tooLong])
      clearTimeout(timer)
    },
    async recheck(keys) {
      const wanted = checks.filter(({ key }) => keys === undefined || keys.includes(key))
      for (const check of wanted) check.recheck?.()
      await Promise.all(wanted.map((check) => run(check)))
    },
    onChange: listeners.add,
  }
}

interface UncheckedResult {
  key: CheckKey
  status: CheckStatus
  details: { error: string }
  message: CodedMessage
}

interface Surroundings {
  stopped: AbortSignal
  /** Called with the check's own promise, which may outlive its limit. */
  watch: (work: Promise<unknown>) => void
}

/** The check's result, or a report that it gave none. */
async function ask(check: Check, { stopped, watch }: Surroundings): Promise<CheckResult | UncheckedResult> {
  const { key } = check
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), CHECK_LIMIT)
  const signal = AbortSignal.any([limit.signal, stopped])
  try {
    const work = check.run(signal)
    watch(work)
    return await Promise.race([work, rejectOn(signal)])
  } catch (error) {
    if (signal.aborted) {
      const seconds = CHECK_LIMIT / 1000
      const message = toMessage(coded('check.timeout', { seconds }))
      return { key, status: 'warn', details: { error: `No result within ${seconds} s` }, message }
    }
    const kind = error instanceof Error ? error.name : 'unknown'
    const message = toMessage(coded('check.error', { error: kind }))
    return { key, status: 'fail', details: { error: `Unexpected error: ${kind}` }, message }
  } finally {
    clearTimeout(timer)
  }
}

/** A check that ignores its signal must not block its own timer. */
function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = () => reject(new Error('timed out'))
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}

function noop(): void {}

/** Details whose change is not reported. */
const TIMES = new Set([
  'checked_at',
  'read_at',
  'last_check',
  'response_time_ms',
  'expires_in_hours',
  'expired_hours_ago',
])

function isNews(before: CheckReport, after: CheckReport): boolean {
  return (
    before.status !== after.status ||
    !isDeepStrictEqual(withoutTimes(before.details), withoutTimes(after.details))
  )
}

function withoutTimes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (TIMES.has(key) ? [] : [[key, withoutTimes(inner)]])),
  )
}
