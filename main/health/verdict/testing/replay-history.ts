import { FAMILIES, type FailureKind, type Outcome } from '../outcome.ts'
import type { UpstreamTarget } from '../probe-upstreams.ts'
import { type UpstreamWatch, watchUpstreams } from '../watch-upstreams.ts'

/** One piece of evidence. Times in ms. */
export type Step =
  | { do: 'request'; upstream: string; kind: Outcome['kind']; took: number }
  | { do: 'probe'; upstream: string; ok: boolean }
  | { do: 'wait'; ms: number }

/** The result of a history, counted by independent rules. */
export interface Played {
  watch: UpstreamWatch
  /** Failures since the last success, without those that a probe or a response has cleared since. */
  failedInARow: number
  failures: number
  probes: number
}

export function objectKeys<Key extends string>(object: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(object).filter((key): key is Key => key in object)
}

/** For tests: replays a history with the real watch. The clock stands still between the steps. */
export async function replayHistory(
  steps: readonly Step[],
  targets: readonly UpstreamTarget[],
): Promise<Played> {
  let now = 1_000_000
  let isUp = true
  const watch = watchUpstreams({
    targets: () => targets,
    reach: () => Promise.resolve({ ok: isUp, ms: 1, ...(!isUp && { code: 'ECONNREFUSED' }) }),
    now: () => now,
    wallNow: () => now,
  })
  const count = createCount()
  for (const step of steps) {
    now += step.do === 'wait' ? step.ms : 100
    if (step.do === 'probe') {
      isUp = step.ok
      await watch.refresh(new AbortController().signal, { all: true })
      count.probed(step.ok, now)
    }
    if (step.do === 'request') {
      // A probe triggered by this request fails.
      isUp = false
      const startedAt = now - step.took
      watch.record(step.upstream, { kind: step.kind, startedAt, endedAt: now })
      count.ended(step, { startedAt, now })
    }
  }
  watch.stop()
  return { watch, ...count.read() }
}

function createCount() {
  let failed: { upstream: string; isNetwork: boolean }[] = []
  let failures = 0
  let probes = 0
  /**
   * The start of the newest success, or the last proof that the network works. Requests that began earlier don't count.
   */
  let newest = -Infinity

  return {
    probed(ok: boolean, now: number) {
      probes++
      if (!ok) return
      failed = failed.filter(({ isNetwork }) => !isNetwork)
      newest = Math.max(newest, now)
    },
    ended(
      { kind, upstream }: Step & { do: 'request' },
      { startedAt, now }: { startedAt: number; now: number },
    ) {
      if (kind === 'ok') {
        failed = []
        newest = Math.max(newest, startedAt)
      } else if (kind === 'responded') {
        failed = failed.filter((one) => !one.isNetwork || one.upstream !== upstream)
        newest = Math.max(newest, now)
      } else {
        failures++
        const isNetwork = kind === 'suspended' || isNetworkKind(kind)
        if (startedAt >= newest) failed.push({ upstream, isNetwork })
      }
    },
    read: () => ({ failedInARow: failed.length, failures, probes }),
  }
}

function isNetworkKind(kind: FailureKind): boolean {
  return FAMILIES[kind] === 'network'
}
