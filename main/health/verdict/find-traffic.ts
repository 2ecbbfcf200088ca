import type { FindingCode } from '../../../shared/language/en.ts'
import { finding } from '../../../shared/language/say-verdict.ts'
import type { Finding } from '../../../shared/verdict.ts'
import type { Evidence } from './evidence.ts'
import { isCertificateCode } from './kind-of-code.ts'
import { FAMILIES } from './outcome.ts'
import type { UpstreamState, UpstreamStates } from './watch-upstreams.ts'

/** The upstream of requests that match no rule. */
const MAIN = 'anthropic'

type DatedAlarm = NonNullable<UpstreamStates['own']>

/**
 * Findings from the requests and probes of the last minutes, for each upstream and for Signalbox itself: most urgent
 * first.
 */
export function findTraffic({ traffic, proxyOf }: Pick<Evidence, 'traffic' | 'proxyOf'>): Finding[] {
  const { upstreams, own, allFailing } = traffic
  const found = upstreams
    .toSorted((a, b) => Number(b.name === MAIN) - Number(a.name === MAIN))
    .flatMap((state) => (state.alarm === undefined ? [] : [fromUpstream(state, state.alarm, proxyOf)]))
  // An outbound proxy that is down fails every upstream behind it, and is reported once.
  const once = found.filter((one, at) => found.findIndex((other) => other.sentence === one.sentence) === at)
  const proxyFirst = once.toSorted((a, b) => Number(isProxy(b)) - Number(isProxy(a)))
  const findings = [...proxyFirst, ...(own === undefined ? [] : [fromOwn(own)])]
  if (findings.length > 0 || !allFailing) return findings
  return [finding('requests_all_failing', { count: 5 }, { check: 'providers' })]
}

function isProxy({ code }: Finding): boolean {
  return code === 'outbound_proxy_unreachable'
}

function fromUpstream(
  { name, baseUrl }: UpstreamState,
  alarm: DatedAlarm,
  proxyOf: Evidence['proxyOf'],
): Finding {
  const host = name === MAIN ? baseUrl.host : `${name} (${baseUrl.host})`
  const { code, params } = say(alarm, { name, host, baseUrl, proxy: proxyOf(baseUrl) })
  return finding(code, params, { check: 'providers', since: alarm.sinceIso })
}

interface Named {
  name: string
  /** The name shown to the user. */
  host: string
  baseUrl: URL
  proxy: string | undefined
}

interface Said {
  code: FindingCode
  params: Finding['params']
}

function say(alarm: DatedAlarm, named: Named): Said {
  const { host } = named
  const { minute, by } = alarm
  const isSteady = by === 'row' || minute.faults === minute.total
  if (FAMILIES[alarm.kind] === 'network') return sayNetwork(alarm, named, isSteady)
  if (!isSteady && minute.faults > 0) {
    return { code: 'requests_failing', params: { host, count: minute.faults, total: minute.total } }
  }
  const [now, last] = SENTENCES[alarm.kind]
  if (alarm.kind === 'foreign') return { code: now, params: { host, type: alarm.cause ?? '–' } }
  return counted(now, last, alarm, { host, status: alarm.status ?? 500 })
}

/** The sentence while requests failed within the last minute, and the one when the failures are older. */
const SENTENCES = {
  overloaded: ['upstream_overloaded', 'upstream_overloaded_last'],
  server_error: ['upstream_errors', 'upstream_errors_last'],
  rejected: ['upstream_rejects_sign_in', 'upstream_rejects_sign_in_last'],
  limited: ['upstream_limited', 'upstream_limited_last'],
  foreign: ['upstream_not_api', 'upstream_not_api'],
  timeout: ['upstream_timeout', 'upstream_timeout_last'],
  broken: ['upstream_broke', 'upstream_broke_last'],
  unreachable: ['upstream_unreachable', 'upstream_unreachable_idle'],
  own: ['own_errors', 'own_errors_last'],
  dns: ['upstream_dns', 'upstream_dns'],
  tls: ['upstream_tls', 'upstream_tls'],
  outbound_proxy: ['outbound_proxy_unreachable', 'outbound_proxy_unreachable'],
} as const satisfies Record<DatedAlarm['kind'], readonly [FindingCode, FindingCode]>

function counted(now: FindingCode, last: FindingCode, alarm: DatedAlarm, params: Finding['params']): Said {
  const { minute, row, kind } = alarm
  // Other failures aren't limits.
  const failed = kind === 'limited' ? minute.failed - minute.faults : minute.failed
  return failed > 0
    ? { code: now, params: { ...params, count: failed } }
    : { code: last, params: { ...params, count: Math.max(1, row) } }
}

function sayNetwork(alarm: DatedAlarm, { name, host, baseUrl, proxy }: Named, isSteady: boolean): Said {
  const cause = alarm.cause ?? 'error'
  if (alarm.kind === 'dns') return { code: 'upstream_dns', params: { host: baseUrl.hostname } }
  if (alarm.kind === 'outbound_proxy') return sayProxy(cause, { host: proxy ?? '?', upstream: baseUrl.host })
  if (alarm.kind === 'tls') {
    return {
      code: isCertificateCode(alarm.cause) ? 'upstream_tls' : 'upstream_tls_failed',
      params: { host, cause },
    }
  }
  const { minute } = alarm
  if (!isSteady && minute.faults > 0) {
    return { code: 'requests_failing', params: { host, count: minute.faults, total: minute.total } }
  }
  if (alarm.kind === 'unreachable' && name !== MAIN) {
    return { code: 'provider_unreachable', params: { provider: name, host: baseUrl.host } }
  }
  const [now, last] = SENTENCES[alarm.kind]
  return counted(now, last, alarm, { host })
}

function sayProxy(cause: string, params: { host: string; upstream: string }): Said {
  const { host } = params
  if (cause === 'outbound_proxy_auth' || cause === 'CONNECT_407')
    return { code: 'outbound_proxy_sign_in', params: { host } }
  // `CONNECT_502`: the proxy responded, but refused the tunnel.
  const status = /^CONNECT_(\d{3})$/.exec(cause)?.[1]
  if (status !== undefined) return { code: 'outbound_proxy_refuses', params: { ...params, cause: status } }
  return { code: 'outbound_proxy_unreachable', params: { host } }
}

function fromOwn(alarm: DatedAlarm): Finding {
  const { code, params } = counted('own_errors', 'own_errors_last', alarm, {
    cause: alarm.cause ?? 'internal',
  })
  return finding(code, params, { check: 'providers', since: alarm.sinceIso })
}
