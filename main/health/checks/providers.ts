import type { DetailsOf } from '../../../shared/health/check-report.ts'
import type { ProviderDetails } from '../../../shared/health/providers.ts'
import type { Check, CheckResult } from '../check.ts'
import type { UpstreamState, UpstreamStates, UpstreamWatch } from '../verdict/watch-upstreams.ts'

const KEY = 'providers'

type Shortened = readonly NonNullable<DetailsOf<typeof KEY>['context_shortened']>[number][]

export interface ProvidersCheck extends Check<typeof KEY> {
  recheck: () => void
  /** The current result, without a probe. */
  current: () => CheckResult<typeof KEY>
}

/**
 * Checks that each provider works: by its requests, and by TCP (and TLS) connections without a request, which are free.
 * A completion per check would bill the user, and an HTTP request would count against a limit.
 */
export function createProvidersCheck(
  watch: Pick<UpstreamWatch, 'read' | 'refresh'>,
  shortened: () => Shortened = () => [],
): ProvidersCheck {
  /** True after a recheck was requested until a probe has ended: older successes and traffic don't satisfy it. */
  let demanded = false

  return {
    key: KEY,
    recheck: () => {
      demanded = true
    },
    current: () => describeProviders(watch.read(), shortened()),
    async run(signal) {
      await watch.refresh(signal, { all: demanded })
      demanded = false
      return describeProviders(watch.read(), shortened())
    },
  }
}

/** Warns exactly when the verdict does: on an alarm of an upstream or of Signalbox, or on five failures in a row. */
function describeProviders(
  { upstreams, own, allFailing }: UpstreamStates,
  shortened: Shortened,
): CheckResult<typeof KEY> {
  const alarmed = upstreams.filter(({ alarm }) => alarm !== undefined)
  const isWarning = alarmed.length > 0 || own !== undefined || allFailing
  const providers = Object.fromEntries(
    upstreams.flatMap((state) =>
      state.checkedAt === undefined && state.alarm === undefined ? [] : [describe(state)],
    ),
  )
  return {
    key: KEY,
    status: isWarning ? 'warn' : 'pass',
    details: {
      output: [summarise({ upstreams, own, allFailing }), ...shortened.map(sayShortened)].join('; '),
      providers,
      ...(shortened.length > 0 && { context_shortened: [...shortened] }),
    },
  }
}

function describe(state: UpstreamState): [string, ProviderDetails] {
  const { name, baseUrl, alarm, failedProbes, checkedAt, responseMs } = state
  return [
    name,
    {
      status: alarm === undefined ? 'healthy' : 'unhealthy',
      consecutive_failures: Math.max(failedProbes, alarm?.row ?? 0),
      last_check: checkedAt === undefined ? null : new Date(checkedAt).toISOString(),
      response_time_ms: failedProbes > 0 || responseMs === undefined ? null : Math.round(responseMs),
      base_url: baseUrl.origin,
      ...(alarm !== undefined && {
        failure: alarm.kind,
        failed_last_minute: alarm.minute.failed,
        requests_last_minute: alarm.minute.total,
        failing_since: alarm.sinceIso,
      }),
    },
  ]
}

/** English summary; lost connections come first. */
function summarise({ upstreams, own, allFailing }: UpstreamStates): string {
  const unconnected = upstreams.filter(
    ({ failedProbes, alarm }) => failedProbes > 0 || isUnconnected(alarm?.kind),
  )
  const failing = upstreams.filter((state) => state.alarm !== undefined && !unconnected.includes(state))
  const parts = [
    unconnected.length > 0 && `no connection to ${unconnected.map(({ name }) => name).join(', ')}`,
    ...failing.map(({ name, alarm }) => `${name} ${alarm === undefined ? '' : REASONS[alarm.kind]}`),
    own !== undefined && 'Signalbox itself fails requests',
  ].filter((part) => part !== false)
  if (parts.length === 0) return allFailing ? 'Providers: requests fail' : 'Providers: reachable'
  return `Providers: ${parts.join('; ')}`
}

function sayShortened({ provider, model, read, sent }: Shortened[number]): string {
  return `${provider} read ${read} of about ${sent} tokens with ${model}: raise its context length (for Ollama, OLLAMA_CONTEXT_LENGTH)`
}

type Kind = NonNullable<UpstreamState['alarm']>['kind']

function isUnconnected(kind: Kind | undefined): boolean {
  return kind === 'unreachable' || kind === 'dns' || kind === 'outbound_proxy'
}

const REASONS: Readonly<Record<Kind, string>> = {
  unreachable: 'can’t be reached',
  dns: 'can’t be resolved',
  tls: 'has an untrusted certificate',
  outbound_proxy: 'can’t be reached through the outbound proxy',
  timeout: 'doesn’t respond in time',
  broken: 'closes connections during requests',
  overloaded: 'is overloaded',
  server_error: 'responds with errors',
  rejected: 'rejects the credentials',
  limited: 'limits requests',
  foreign: 'doesn’t respond like the API',
  own: 'fails',
}
