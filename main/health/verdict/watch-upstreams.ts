import { createListeners } from '../../base/listeners.ts'
import { createAlarmDates, type DatedAlarm } from './date-alarms.ts'
import type { Outcome } from './outcome.ts'
import { createProber, type ProbeDeps, type UpstreamTarget } from './probe-upstreams.ts'
import { createTraffic, type TrafficAlarms } from './traffic.ts'
import type { UpstreamRecord } from './upstream-record.ts'

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
/** A proof this old, in ms, would expire long before the next check; a probe takes up to 10 s. */
const RENEW = EVERY - 15_000

export interface WatchUpstreamsDeps extends Pick<ProbeDeps, 'reach' | 'now'> {
  targets: () => readonly UpstreamTarget[]
  /** In ms since 1970. */
  wallNow: () => number
}

/** The current state of one upstream. */
export interface UpstreamState {
  name: string
  baseUrl: URL
  alarm: DatedAlarm | undefined
  /** Failed probes since the last success. */
  failedProbes: number
  /** Time of the last probe or proof, in ms since 1970. */
  checkedAt: number | undefined
  responseMs: number | undefined
}

export interface UpstreamStates {
  upstreams: readonly UpstreamState[]
  own: DatedAlarm | undefined
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
  const { dated, toWall } = createAlarmDates({ now, wallNow })
  const stopped = new AbortController()
  /** Set only during a problem. */
  let ticking: NodeJS.Timeout | undefined

  const prober = createProber({
    reach,
    now,
    onProbed(name, probe) {
      traffic.probed(name, probe)
      settle()
    },
  })
  function probeIfDue(target: UpstreamTarget): void {
    const record = traffic.upstream(target.name)
    if (!record.isSuspect()) return
    const sinceLast = now() - prober.startedAt(target.name)
    const isDue = record.probes().last === undefined || sinceLast >= pauseOf(record, now()) - SLACK
    if (isDue) void prober.probe(target, stopped.signal)
  }
  function tick(): void {
    for (const target of targets()) probeIfDue(target)
    settle()
  }
  /** Notifies of a change, and runs the timer only during a problem. */
  function settle(): void {
    const isSuspect = targets().some(({ name }) => traffic.upstream(name).isSuspect())
    const isWrong = isSuspect || isAlarmed(traffic.read(now()))
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
      return {
        upstreams: targets().map(({ name, baseUrl }) => {
          const alarm = alarms.upstreams.get(name)
          return {
            name,
            baseUrl,
            alarm: alarm && dated(name, alarm),
            ...describeProofs(traffic.upstream(name), toWall),
            responseMs: prober.responseMs(name),
          }
        }),
        own: alarms.own && dated('', alarms.own),
        allFailing: alarms.allFailing,
      }
    },
    async refresh(signal, { all }) {
      const known = targets()
      traffic.keep(new Set(known.map(({ name }) => name)))
      const due = known.filter(({ name }) => all || now() - traffic.upstream(name).provenAt() >= RENEW)
      await Promise.all(due.map((target) => prober.probe(target, AbortSignal.any([signal, stopped.signal]))))
      signal.throwIfAborted()
      settle()
    },
    wake() {
      for (const target of targets()) void prober.probe(target, stopped.signal)
    },
    stop() {
      stopped.abort()
      clearInterval(ticking)
      ticking = undefined
    },
    onChange: listeners.add,
  }
}

/** Time between two probes of an upstream, in ms. */
function pauseOf(record: UpstreamRecord, now: number): number {
  const { failures, since } = record.probes()
  const downFor = failures === 0 ? 0 : now - since
  return PAUSES.find(({ until }) => downFor < until)?.pause ?? TICK
}

function isAlarmed({ upstreams, own, allFailing }: TrafficAlarms): boolean {
  return upstreams.size > 0 || own !== undefined || allFailing
}

function describeProofs(
  record: UpstreamRecord,
  toWall: (at: number) => number,
): Pick<UpstreamState, 'failedProbes' | 'checkedAt'> {
  const { failures, last } = record.probes()
  const at = Math.max(last?.endedAt ?? -Infinity, record.provenAt())
  return { failedProbes: failures, checkedAt: Number.isFinite(at) ? toWall(at) : undefined }
}
