import type { Probe } from './outcome.ts'

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

export interface ProbeDeps {
  /** Opens a connection by the same path as requests, and closes it. Never rejects. */
  reach: (url: URL, signal: AbortSignal) => Promise<Reached>
  /** Monotonic, in ms. */
  now: () => number
  /** Called with every result. */
  onProbed: (upstream: string, probe: Probe) => void
}

export interface Prober {
  /** Does nothing while too many probes of this upstream run. Has no result once the signal is aborted. */
  probe: (target: UpstreamTarget, signal: AbortSignal) => Promise<void>
  /** Start of the newest probe; −∞ before the first. */
  startedAt: (upstream: string) => number
  /** Duration of the newest probe, in ms; undefined if it failed. */
  responseMs: (upstream: string) => number | undefined
}

/** Tests connections to upstreams. */
export function createProber({ reach, now, onProbed }: ProbeDeps): Prober {
  const flights = new Map<string, number>()
  const responses = new Map<string, { startedAt: number; ms: number | undefined }>()

  return {
    async probe({ name, baseUrl }, signal) {
      if ((flights.get(name) ?? 0) >= MAX_FLIGHTS) return
      const startedAt = now()
      flights.set(name, (flights.get(name) ?? 0) + 1)
      responses.set(name, { startedAt, ms: responses.get(name)?.ms })
      const { ok, ms, code } = await reach(baseUrl, signal)
      flights.set(name, (flights.get(name) ?? 1) - 1)
      if (signal.aborted) return
      responses.set(name, {
        startedAt: responses.get(name)?.startedAt ?? startedAt,
        ms: ok ? ms : undefined,
      })
      onProbed(name, { startedAt, endedAt: now(), ok, code })
    },
    startedAt: (upstream) => responses.get(upstream)?.startedAt ?? -Infinity,
    responseMs: (upstream) => responses.get(upstream)?.ms,
  }
}
