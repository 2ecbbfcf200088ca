import type { DrainSource, DrainState } from '../../shared/livez.ts'
import { createListeners } from '../base/listeners.ts'
import type { InFlight } from '../proxy/recorder/in-flight.ts'

/** Interval between log lines with the number of requests left, in ms. */
const LOG_EVERY = 10_000

export interface DrainDeps {
  inFlight: InFlight
  /** Maximum time for requests in flight to finish, in ms. */
  ceilingMs: number
  /** Wall clock, in ms since 1970. */
  now: () => number
  /** Monotonic clock, in ms, so that a change of the wall clock doesn't move the automatic resume. */
  elapsed: () => number
  log: (message: string, facts: Record<string, unknown>) => void
}

export interface Drain {
  state: () => DrainState | undefined
  /** True while new `/v1` requests must be refused. */
  refuses: () => boolean
  /**
   * Starts draining. A drain in progress keeps its start time and can only get stronger.
   *
   * @param resumeAfterMs time after which a requested drain ends by itself; without it, only `cancel` ends it. A second
   * request replaces the time of the first. A drain that ends in a shutdown never resumes.
   */
  start: (source: DrainSource, resumeAfterMs?: number) => void
  /** Cancels a drain. Returns false when there is none, or when a signal started it. */
  cancel: () => boolean
  /** Resolves when nothing is in flight (`cut: 0`) or at the ceiling (`cut`: requests still running). */
  finished: () => Promise<{ cut: number }>
  onChange: (listener: () => void) => () => void
}

/**
 * Waits for the requests in flight. A signal comes from a supervisor whose load balancer watches `/health` and stops
 * sending, so new requests are still accepted. A drain started by a person refuses new requests with an error that
 * Claude Code retries.
 */
export function createDrain(deps: DrainDeps): Drain {
  let current: RunningDrain | undefined
  const listeners = createListeners()
  /** Callers of `finished` that wait for the current drain. A cancelled drain never resolves them. */
  let waiting: ((result: { cut: number }) => void)[] = []
  let ceiling: NodeJS.Timeout | undefined
  let reminder: NodeJS.Timeout | undefined
  /** Set only during a requested drain that resumes by itself. */
  let resumption: NodeJS.Timeout | undefined

  function finish(cut: number): void {
    if (reminder !== undefined)
      deps.log(cut === 0 ? 'drained' : 'drain time limit reached', { in_flight: cut })
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
  /** Replaces the timer of an earlier request, or clears it when the drain now ends in a shutdown. */
  function scheduleResumption({ resumesAt }: RunningDrain): void {
    clearTimeout(resumption)
    if (resumesAt === undefined) return
    resumption = setTimeout(() => cancel('drain ended by timer'), resumesAt - deps.elapsed())
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
  inFlightAtStart: number
  /** Only a drain that ends in a shutdown cuts running requests; a requested drain waits indefinitely. */
  deadlineAt: number | undefined
  /** By the monotonic clock. Never set together with `deadlineAt`: a drain that ends in a shutdown doesn't resume. */
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
    inFlightAtStart: current?.inFlightAtStart ?? deps.inFlight.count(),
    deadlineAt: current?.deadlineAt ?? (source === 'request' ? undefined : now + deps.ceilingMs),
    resumesAt:
      strongest === 'request' && resumeAfterMs !== undefined ? deps.elapsed() + resumeAfterMs : undefined,
  }
}

/** A drain only moves up this order: clicking "drain" doesn't cancel a quit or a signal. */
const STRENGTH = { request: 0, quit: 1, signal: 2 } as const satisfies Record<DrainSource, number>

function stronger(current: DrainSource | undefined, next: DrainSource): DrainSource {
  return current !== undefined && STRENGTH[current] > STRENGTH[next] ? current : next
}

function describe(
  { source, refuses, startedAt, inFlightAtStart, deadlineAt, resumesAt }: RunningDrain,
  { now, elapsed }: DrainDeps,
): DrainState {
  return {
    source,
    started_at: new Date(startedAt).toISOString(),
    in_flight_at_start: inFlightAtStart,
    ...(deadlineAt !== undefined && { deadline_at: new Date(deadlineAt).toISOString() }),
    ...(resumesAt !== undefined && { resumes_at: toSecond(now() + resumesAt - elapsed()) }),
    refuses_new: refuses,
    cancellable: source !== 'signal',
  }
}

/** The two clocks drift by fractions of a second; rounding gives the same time on every read. */
function toSecond(at: number): string {
  return new Date(Math.round(at / 1_000) * 1_000).toISOString()
}
