import type { DrainSource, DrainState } from '../../shared/livez.ts'
import { createListeners } from '../base/listeners.ts'
import type { InFlight } from '../proxy/recorder/in-flight.ts'

/** How often the log says how many requests are left, in ms. */
const LOG_EVERY = 10_000

export interface DrainDeps {
  inFlight: InFlight
  /** How long running requests may take to finish, in ms (the fork's 32 minutes). */
  ceilingMs: number
  /** Wall clock, in ms since 1970. */
  now: () => number
  /** Monotonic clock, in ms: when a drain resumes by itself does not depend on the wall clock. */
  elapsed: () => number
  log: (message: string, facts: Record<string, unknown>) => void
}

export interface Drain {
  state: () => DrainState | undefined
  /** True while new `/v1` requests are to be refused. */
  refuses: () => boolean
  /**
   * Starts draining. A drain that is on already keeps its start and only becomes stronger.
   *
   * @param resumeAfterMs when a drain by request ends by itself; without it, only `cancel` ends it. A second request
   * replaces the time of the first one. A drain that ends in a shutdown has none.
   */
  start: (source: DrainSource, resumeAfterMs?: number) => void
  /** Takes a drain back. False when there is none, or it is a signal's. */
  cancel: () => boolean
  /** Resolves when nothing is left in flight (`cut: 0`) or the ceiling is reached (`cut`: how many still ran). */
  finished: () => Promise<{ cut: number }>
  onChange: (listener: () => void) => () => void
}

/**
 * Waits for the requests in flight. A signal comes from a supervisor whose load balancer looks at `/health` and
 * stops sending, so it goes on accepting; a person who drains wants quiet, so new work is refused with an error
 * that Claude Code retries by itself.
 */
export function createDrain(deps: DrainDeps): Drain {
  let current: RunningDrain | undefined
  const listeners = createListeners()
  /** Those who wait for the end of the current drain; a cancelled drain never answers them. */
  let waiting: ((result: { cut: number }) => void)[] = []
  let ceiling: NodeJS.Timeout | undefined
  let reminder: NodeJS.Timeout | undefined
  /** Runs only while a drain by request is on that resumes by itself. */
  let resumption: NodeJS.Timeout | undefined

  function finish(cut: number): void {
    if (reminder !== undefined) deps.log(cut === 0 ? 'drained' : 'drain ceiling reached', { in_flight: cut })
    stopTimers()
    for (const resolve of waiting.splice(0)) resolve({ cut })
  }
  function stopTimers(): void {
    clearTimeout(ceiling)
    clearInterval(reminder)
    ceiling = undefined
    reminder = undefined
  }
  function cancel(message: string): boolean {
    if (current === undefined || current.source === 'signal') return false
    current = undefined
    waiting = []
    stopTimers()
    clearTimeout(resumption)
    deps.log(message, {})
    listeners.notify()
    return true
  }
  /** Replaces the timer of an earlier request, and ends it where the drain now ends in a shutdown. */
  function scheduleResumption({ resumesAt }: RunningDrain): void {
    clearTimeout(resumption)
    if (resumesAt === undefined) return
    resumption = setTimeout(() => cancel('drain ended, its time is over'), resumesAt - deps.elapsed())
  }
  deps.inFlight.onChange(() => {
    if (current !== undefined && deps.inFlight.count() === 0) finish(0)
  })

  return {
    state: () => current && describe(current, deps),
    refuses: () => current?.refuses ?? false,
    start(source, resumeAfterMs) {
      const first = current === undefined
      current = strengthen(current, { source, resumeAfterMs }, deps)
      scheduleResumption(current)
      deps.log('draining', { source, in_flight: deps.inFlight.count() })
      if (first)
        reminder = setInterval(
          () => deps.log('still draining', { in_flight: deps.inFlight.count() }),
          LOG_EVERY,
        )
      if (current.deadlineAt !== undefined && ceiling === undefined) {
        ceiling = setTimeout(() => finish(deps.inFlight.count()), deps.ceilingMs)
      }
      listeners.notify()
      if (deps.inFlight.count() === 0) finish(0)
    },
    cancel: () => cancel('drain cancelled'),
    finished: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        if (current !== undefined && deps.inFlight.count() === 0) finish(0)
      }),
    onChange: listeners.add,
  }
}

interface RunningDrain {
  source: DrainSource
  refuses: boolean
  startedAt: number
  /** Only a drain that ends in a shutdown cuts what still runs; one from the button waits without end. */
  deadlineAt: number | undefined
  /** By the monotonic clock. Never set beside `deadlineAt`: what ends in a shutdown does not resume. */
  resumesAt: number | undefined
}

interface DrainWish {
  source: DrainSource
  resumeAfterMs: number | undefined
}

function strengthen(
  current: RunningDrain | undefined,
  { source, resumeAfterMs }: DrainWish,
  deps: DrainDeps,
): RunningDrain {
  const now = deps.now()
  const strongest = stronger(current?.source, source)
  return {
    source: strongest,
    refuses: source !== 'signal' || (current?.refuses ?? false),
    startedAt: current?.startedAt ?? now,
    deadlineAt: current?.deadlineAt ?? (source === 'request' ? undefined : now + deps.ceilingMs),
    resumesAt:
      strongest === 'request' && resumeAfterMs !== undefined ? deps.elapsed() + resumeAfterMs : undefined,
  }
}

/** In this order a drain can only move up: a click on "drain" does not take back a quit or a signal. */
const STRENGTH = { request: 0, quit: 1, signal: 2 } as const satisfies Record<DrainSource, number>

function stronger(current: DrainSource | undefined, next: DrainSource): DrainSource {
  return current !== undefined && STRENGTH[current] > STRENGTH[next] ? current : next
}

function describe(
  { source, refuses, startedAt, deadlineAt, resumesAt }: RunningDrain,
  { now, elapsed }: DrainDeps,
): DrainState {
  return {
    source,
    started_at: new Date(startedAt).toISOString(),
    ...(deadlineAt !== undefined && { deadline_at: new Date(deadlineAt).toISOString() }),
    ...(resumesAt !== undefined && { resumes_at: toSecond(now() + resumesAt - elapsed()) }),
    refuses_new: refuses,
    cancellable: source !== 'signal',
  }
}

/** Two clocks differ by fractions; a moment that is read twice has to be the same. */
function toSecond(at: number): string {
  return new Date(Math.round(at / 1_000) * 1_000).toISOString()
}
