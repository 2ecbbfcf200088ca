import type { Check, CheckResult } from '../check.ts'
import { reachHost } from '../reach-host.ts'

export interface ProviderTarget {
  name: string
  baseUrl: URL
}

export interface ProvidersCheckDeps {
  targets: () => readonly ProviderTarget[]
  /** When the last request to this provider got an answer, in ms since 1970. Real traffic saves the probe. */
  lastAnswerAt: (name: string) => number | undefined
  /** Wall clock, in ms since 1970. */
  now: () => number
  /** By the way that requests take: through the outbound proxy, with the user's authorities. Default: directly. */
  reach?: (url: URL, signal: AbortSignal) => Promise<{ ok: boolean; ms: number }>
}

/** How long a success holds, as ccproxy polls its providers. A failure is looked at again at the next run. In ms. */
const EVERY = 300_000

/** One lost connection is weather; three in a row are an outage. */
const FAILURES_FOR_UNHEALTHY = 3

interface ProviderState {
  failures: number
  checkedAt: number
  responseMs: number | undefined
}

/**
 * Whether each provider can be reached: a TCP (and TLS) connection that says nothing and costs nothing. A completion
 * per check would bill the user, and an HTTP request would count against a limit.
 */
export function createProvidersCheck(deps: ProvidersCheckDeps): Check & { recheck: () => void } {
  const states = new Map<string, ProviderState>()
  const reach = deps.reach ?? reachHost
  /** Somebody asked to look now: neither an old success nor traffic answers that. True until a look has ended. */
  let demanded = false

  function isRecent(at: number | undefined): at is number {
    const age = deps.now() - (at ?? -Infinity)
    // Negative when the clock was set back: then nobody knows the age.
    return !demanded && age >= 0 && age < EVERY
  }
  async function look({ name, baseUrl }: ProviderTarget, signal: AbortSignal): Promise<ProviderState> {
    const before = states.get(name)
    if (before?.failures === 0 && isRecent(before.checkedAt)) return before
    const answeredAt = deps.lastAnswerAt(name)
    // An answer from before the last failed look says nothing about now.
    if (isRecent(answeredAt) && answeredAt > (before?.checkedAt ?? -Infinity)) {
      return { failures: 0, checkedAt: answeredAt, responseMs: before?.responseMs }
    }
    const now = deps.now()
    const reached = await reach(baseUrl, signal)
    signal.throwIfAborted()
    return {
      failures: reached.ok ? 0 : (before?.failures ?? 0) + 1,
      checkedAt: now,
      responseMs: reached.ok ? Math.round(reached.ms) : undefined,
    }
  }

  return {
    key: 'providers',
    recheck: () => {
      demanded = true
    },
    async run(signal) {
      const targets = deps.targets()
      const looked = await Promise.all(targets.map((target) => look(target, signal)))
      targets.forEach(({ name }, index) => {
        const state = looked[index]
        if (state !== undefined) states.set(name, state)
      })
      demanded = false
      return describe(targets, states)
    },
  }
}

function describe(
  targets: readonly ProviderTarget[],
  states: ReadonlyMap<string, ProviderState>,
): CheckResult {
  const providers = Object.fromEntries(
    targets.map(({ name, baseUrl }) => {
      const { failures, checkedAt, responseMs } = states.get(name) ?? {
        failures: 0,
        checkedAt: 0,
        responseMs: undefined,
      }
      return [
        name,
        {
          status: failures >= FAILURES_FOR_UNHEALTHY ? 'unhealthy' : 'healthy',
          consecutive_failures: failures,
          last_check: new Date(checkedAt).toISOString(),
          response_time_ms: responseMs ?? null,
          base_url: baseUrl.origin,
        },
      ]
    }),
  )
  const failed = Object.entries(providers).filter(([, provider]) => provider.consecutive_failures > 0)
  const output =
    failed.length === 0
      ? 'Providers: reachable'
      : `Providers: no connection to ${failed.map(([name]) => name).join(', ')}`
  const isOutage = failed.some(([, { status }]) => status === 'unhealthy')
  return { status: isOutage ? 'warn' : 'pass', details: { output, providers } }
}
