import type { Evidence } from '../evidence.ts'
import type { FailureKind } from '../outcome.ts'
import type { UpstreamTarget } from '../probe-upstreams.ts'
import type { UpstreamState, UpstreamStates } from '../watch-upstreams.ts'

const NOW = '2026-11-30T10:00:00.000Z'

/** For tests: the upstream of requests that match no rule. */
export const UPSTREAM: UpstreamTarget = { name: 'anthropic', baseUrl: new URL('https://api.anthropic.com') }

/** For tests: a running Signalbox with Claude Code connected, and the given changes. */
export function evidence(change: Partial<Evidence> = {}): Evidence {
  return {
    now: NOW,
    server: { state: 'running', baseUrl: 'http://127.0.0.1:3456' },
    drain: undefined,
    inFlight: 0,
    traffic: { upstreams: [], own: undefined, allFailing: false },
    proxyOf: () => 'proxy.test:8080',
    reports: [],
    critical: [],
    connection: { state: 'connected', address: 'http://127.0.0.1:3456', requests: 1 },
    hasCarried: true,
    ...change,
  }
}

type Detail = { failed?: number; cause?: string }

/** For tests: `failing(UPSTREAM, 'dns', OTHER, 'tls')` gives each upstream two failed requests of that kind. */
export function failing(...given: (UpstreamTarget | FailureKind | Detail)[]): UpstreamStates {
  const upstreams: UpstreamState[] = []
  for (const part of given) {
    const last = upstreams.at(-1)
    if (typeof part === 'object' && 'baseUrl' in part) upstreams.push(state(part))
    else if (last !== undefined && typeof part === 'string') last.alarm = alarm(part)
    else if (last?.alarm !== undefined && typeof part === 'object') {
      const { failed = 2, cause = last.alarm.cause } = part
      last.alarm = { ...last.alarm, cause, minute: { ...last.alarm.minute, failed, faults: failed } }
    }
  }
  return { upstreams, own: undefined, allFailing: false }
}

function state(target: UpstreamTarget): UpstreamState {
  return { ...target, alarm: undefined, failedProbes: 0, checkedAt: undefined, responseMs: undefined }
}

const STATUSES: Partial<Record<FailureKind, number>> = { overloaded: 529, rejected: 401, limited: 429 }

function alarm(kind: FailureKind): NonNullable<UpstreamState['alarm']> {
  const minute = { total: 2, failed: 2, faults: 2, mostly: kind }
  return {
    by: 'row',
    kind,
    status: STATUSES[kind],
    cause: undefined,
    since: 0,
    sinceIso: NOW,
    row: 2,
    minute,
  }
}
