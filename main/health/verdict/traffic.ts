import type { Alarm } from './choose-alarm.ts'
import { FAMILIES, isFailure, type Outcome, type Probe } from './outcome.ts'
import { createUpstreamRecord, type UpstreamRecord } from './upstream-record.ts'

/** Bounds the memory; much more than a user configures. */
const MAX_UPSTREAMS = 64
/** Number of failures in a row, at any upstreams, that count as failing altogether. */
const LAST = 5

export interface TrafficAlarms {
  /** By the name of the upstream. */
  upstreams: ReadonlyMap<string, Alarm>
  /** Our own errors. */
  own: Alarm | undefined
  /** True if each of the last five requests failed, at any upstreams. */
  allFailing: boolean
}

/** The requests of the last minutes, by upstream. Constant work per request; bounded memory. */
export interface Traffic {
  record: (upstream: string, outcome: Outcome) => void
  probed: (upstream: string, probe: Probe) => void
  read: (now: number) => TrafficAlarms
  upstream: (name: string) => UpstreamRecord
  /** Drops upstreams that are no longer configured. */
  keep: (names: ReadonlySet<string>) => void
}

interface Ended {
  upstream: string
  endedAt: number
  isNetwork: boolean
}

export function createTraffic(): Traffic {
  const upstreams = new Map<string, UpstreamRecord>()
  const own = createUpstreamRecord()
  /** The last failures in a row, at most five. */
  let failed: Ended[] = []
  /** Start of the most recently started request that succeeded. */
  let okStartedAt = -Infinity

  function upstream(name: string): UpstreamRecord {
    const known = upstreams.get(name)
    if (known !== undefined) return known
    if (upstreams.size >= MAX_UPSTREAMS) upstreams.delete(leastUsed(upstreams))
    const created = createUpstreamRecord()
    upstreams.set(name, created)
    return created
  }

  /** A network failure no longer counts once a probe or another response has cleared it. */
  function isCleared({ upstream: name, endedAt, isNetwork }: Ended): boolean {
    return isNetwork && (upstreams.get(name)?.clearedAt() ?? Infinity) >= endedAt
  }

  return {
    record(name, outcome) {
      const isOwn = outcome.kind === 'own'
      // A failure of the upstream means that our own part worked.
      if (!isOwn) own.record({ ...outcome, kind: outcome.kind === 'responded' ? 'responded' : 'ok' })
      const isCounted = isOwn ? own.record(outcome) : upstream(name).record(outcome)
      if (outcome.kind === 'ok') {
        failed = []
        okStartedAt = Math.max(okStartedAt, outcome.startedAt)
      }
      const isNews = isOwn ? outcome.startedAt >= okStartedAt : isCounted
      if (!isFailure(outcome) || !isNews) return
      const isNetwork = outcome.kind !== 'suspended' && FAMILIES[outcome.kind] === 'network'
      const entry = { upstream: name, endedAt: outcome.endedAt, isNetwork }
      failed = [...failed.filter((one) => !isCleared(one)), entry].slice(-LAST)
    },
    probed: (name, probe) => upstream(name).probed(probe),
    read(now) {
      const alarms = new Map<string, Alarm>()
      for (const [name, record] of upstreams) {
        const alarm = record.alarm(now)
        if (alarm !== undefined) alarms.set(name, alarm)
      }
      const allFailing = failed.length === LAST && failed.every((one) => !isCleared(one))
      return { upstreams: alarms, own: own.alarm(now), allFailing }
    },
    upstream,
    keep(names) {
      for (const name of upstreams.keys()) if (!names.has(name)) upstreams.delete(name)
    },
  }
}

function leastUsed(upstreams: ReadonlyMap<string, UpstreamRecord>): string {
  const [first] = [...upstreams].toSorted(([, a], [, b]) => a.usedAt() - b.usedAt())
  return first?.[0] ?? ''
}
