import { createListeners } from '../../base/listeners.ts'
import type { Outcome, Probe } from './outcome.ts'
import { createTraffic } from './traffic.ts'
import type { Alarm } from './upstream-record.ts'

/** Validity of a proof that an upstream responds, in ms; also ccproxy's polling interval of providers. */
const EVERY = 300_000
/** Interval of checks during a problem, in ms. */
const TICK = 1_000
/** Pauses between probes of a failing upstream, by the duration of the failure. In ms. */
const PAUSES = [
  { until: 120_000, pause: 1_000 },
  { until: 600_000, pause: 2_000 },
  { until: Infinity, pause: 5_000 },
]
/** Tolerance for inexact timers, in ms. */
const SLACK = 100
/** Concurrent probes per upstream: a hanging one must not hide that the next would succeed. */
const MAX_FLIGHTS = 5

export interface UpstreamTarget {
  name: string
  baseUrl: URL
}

export interface Reached {
  ok: boolean
  ms: number
  /** Error code of a failure: from the system, OpenSSL or Signalbox. */
  code?: string | undefined
}

export interface WatchUpstreamsDeps {
  targets: () => readonly UpstreamTarget[]
  /** Opens a connection by the same path as requests, and closes it. Never rejects. */
  reach: (url: URL, signal: AbortSignal) => Promise<Reached>
  /** Monotonic, in ms. */
  now: () => number
  /** In ms since 1970. */
  wallNow: () => number
}

/** The current state of one upstream. */
export interface UpstreamState {
  name: string
  baseUrl: URL
  alarm: (Alarm & { sinceIso: string }) | undefined
  /** Failed probes since the last success. */
  failedProbes: number
  /** Time of the last probe or proof, in ms since 1970. */
  checkedAt: number | undefined
  responseMs: number | undefined
}

export interface UpstreamStates {
  upstreams: readonly UpstreamState[]
  own: (Alarm & { sinceIso: string }) | undefined
  allFailing: boolean
}

export interface UpstreamWatch {
  record: (upstream: string, outcome: Outcome) => void
  read: () => UpstreamStates
  /** Probes upstreams without a recent proof, or all. Resolves once they are done; rejects with the signal's reason. */
  refresh: (signal: AbortSignal, options: { all: boolean }) => Promise<void>
  /** Probes all upstreams, because the network may have changed. */
  wake: () => void
  stop: () => void
  /** Called when something may have changed, and every second during a problem. */
  onChange: (listener: () => void) => () => void
}

/** Watches the requests of every upstream, and probes those that fail until they respond again. */
export function watchUpstreams({ targets, reach, now, wallNow }: WatchUpstreamsDeps): UpstreamWatch {
  const traffic = createTraffic()
  const listeners = createListeners()
  const flights = new Map<string, number>()
  const responses = new Map<string, { startedAt: number; ms: number | undefined }>()
  /** Start of each alarm as reported: a change of the clock must not move it. */
  const told = new Map<string, { since: number; iso: string }>()
  const stopped = new AbortController()
  /** Set only during a problem. */
  let ticking: NodeJS.Timeout | undefined

  function toWall(at: number): number {
    return Math.round(wallNow() - (now() - at))
  }
  function dated(key: string, alarm: Alarm): Alarm & { sinceIso: string } {
    const known = told.get(key)
    const entry =
      known?.since === alarm.since
        ? known
        : { since: alarm.since, iso: new Date(toWall(alarm.since)).toISOString() }
    told.set(key, entry)
    return { ...alarm, sinceIso: entry.iso }
  }

  async function probe({ name, baseUrl }: UpstreamTarget, signal: AbortSignal): Promise<void> {
    if ((flights.get(name) ?? 0) >= MAX_FLIGHTS) return
    const startedAt = now()
    flights.set(name, (flights.get(name) ?? 0) + 1)
    const before = responses.get(name)
    responses.set(name, { startedAt, ms: before?.ms })
    const { ok, ms, code } = await reach(baseUrl, signal)
    flights.set(name, (flights.get(name) ?? 1) - 1)
    if (signal.aborted) return
    const result: Probe = { startedAt, endedAt: now(), ok, code }
    responses.set(name, { startedAt: responses.get(name)?.startedAt ?? startedAt, ms: ok ? ms : undefined })
    traffic.probed(name, result)
    settle()
  }
  function probeIfDue(target: UpstreamTarget): void {
    const record = traffic.upstream(target.name)
    if (!record.isSuspect()) return
    const { last, failures, since: downSince } = record.probes()
    const downFor = failures === 0 ? 0 : now() - downSince
    const pause = PAUSES.find(({ until }) => downFor < until)?.pause ?? TICK
    const since = now() - (responses.get(target.name)?.startedAt ?? -Infinity)
    if (last === undefined || since >= pause - SLACK) void probe(target, stopped.signal)
  }
  function tick(): void {
    for (const target of targets()) probeIfDue(target)
    settle()
  }
  /** Notifies of a change, and runs the timer only during a problem. */
  function settle(): void {
    const { upstreams, own, allFailing } = traffic.read(now())
    const isWrong =
      upstreams.size > 0 ||
      own !== undefined ||
      allFailing ||
      targets().some(({ name }) => traffic.upstream(name).isSuspect())
    if (isWrong && !stopped.signal.aborted) ticking ??= setInterval(tick, TICK).unref()
    if (!isWrong) {
      clearInterval(ticking)
      ticking = undefined
    }
    listeners.notify()
  }

  return {
    record(name, outcome) {
      traffic.record(name, outcome)
      if (outcome.kind === 'ok' && ticking === undefined) return
      const target = targets().find((one) => one.name === name)
      if (target !== undefined) probeIfDue(target)
      settle()
    },
    read() {
      const alarms = traffic.read(now())
      const known = targets()
      return {
        upstreams: known.map(({ name, baseUrl }) => {
          const record = traffic.upstream(name)
          const alarm = alarms.upstreams.get(name)
          const { failures, last } = record.probes()
          const at = Math.max(last?.endedAt ?? -Infinity, record.provenAt())
          return {
            name,
            baseUrl,
            alarm: alarm && dated(name, alarm),
            failedProbes: failures,
            checkedAt: Number.isFinite(at) ? toWall(at) : undefined,
            responseMs: responses.get(name)?.ms,
          }
        }),
        own: alarms.own && dated('', alarms.own),
        allFailing: alarms.allFailing,
      }
    },
    async refresh(signal, { all }) {
      const known = targets()
      traffic.keep(new Set(known.map(({ name }) => name)))
      const due = known.filter(({ name }) => all || now() - traffic.upstream(name).provenAt() >= EVERY)
      await Promise.all(due.map((target) => probe(target, AbortSignal.any([signal, stopped.signal]))))
      signal.throwIfAborted()
      settle()
    },
    wake() {
      for (const target of targets()) void probe(target, stopped.signal)
    },
    stop() {
      stopped.abort()
      clearInterval(ticking)
      ticking = undefined
    },
    onChange: listeners.add,
  }
}
