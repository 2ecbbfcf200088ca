import { Counter, Gauge, Histogram, Registry } from '@prometheus-io/client'
import { headerValue, type RawHeaders } from '../../proxy/headers.ts'
import type { FinishedRequest } from '../requests/finished-request.ts'

/** In seconds, up to the five minutes that an opus request with thinking may take. */
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 120, 300]

/** Clients choose the model name, so the number of distinct labels is limited. */
const MAX_MODELS = 50

/** Valid model names. Other client input doesn't become a label. */
const MODEL = /^[\w.:/@[\]+-]{1,100}$/

/** ccproxy-api's labels for Anthropic's usage fields. */
const TOKEN_TYPES = [
  ['input', 'input_tokens'],
  ['output', 'output_tokens'],
  ['cache_read', 'cache_read_input_tokens'],
  ['cache_write', 'cache_creation_input_tokens'],
] as const

/** ccproxy-api's label for proxied traffic. */
const SERVICE = 'proxy_service'

/** Fields of a request that the metrics use. */
export type CountedRequest = Pick<
  FinishedRequest,
  'method' | 'template' | 'model' | 'countedStatus' | 'durationMs' | 'error' | 'usage' | 'responseHeaders'
>

export interface MetricsDeps {
  version: string
  inFlight: () => number
  draining: () => boolean
  /** 1 when the CLI's check passes; `undefined` before it has run. */
  cliStatus: (key: 'claude_cli' | 'codex_cli') => 0 | 1 | undefined
}

export interface Metrics {
  record: (request: CountedRequest) => void
  /** The exposition text, `text/plain; version=0.0.4`. */
  expose: () => Promise<string>
}

/**
 * The metric names of claude-proxy (`claude_proxy_*`) and ccproxy-api (`ccproxy_*`), see `main/health/views/README.md`.
 * Gauges are read at scrape time; label values come from closed sets.
 */
export function createMetrics(deps: MetricsDeps): Metrics {
  const registry = new Registry()
  const own = createCounters(registry)
  const limits = createLimitGauge(registry)
  const models = new Set<string>()
  addGauges(registry, deps)

  function modelLabel(model: string | undefined): string {
    if (model === undefined) return 'unknown'
    if (models.has(model)) return model
    if (models.size >= MAX_MODELS || !MODEL.test(model)) return 'other'
    models.add(model)
    return model
  }

  return {
    record({ method, template: endpoint, countedStatus: status, durationMs, error, model, ...response }) {
      const { usage, responseHeaders } = response
      const seconds = durationMs / 1000
      const name = modelLabel(model)
      own.requests.inc({ method, endpoint, status })
      own.duration.observe(seconds)
      own.aliasRequests.inc({ method, endpoint, model: name, status, service_type: SERVICE })
      own.aliasDuration.observe({ model: name, endpoint, service_type: SERVICE }, seconds)
      for (const [type, field] of TOKEN_TYPES) {
        const tokens = usage?.[field]
        if (typeof tokens === 'number' && tokens > 0)
          own.tokens.inc({ type, model: name, service_type: SERVICE }, tokens)
      }
      if (responseHeaders !== undefined) limits.note(responseHeaders)
      if (error === undefined) return
      own.errors.inc({ type: error })
      own.aliasErrors.inc({ error_type: error, endpoint, model: name, service_type: SERVICE })
    },
    expose: () => registry.metrics(),
  }
}

function createCounters(registry: Registry) {
  const registers = [registry]
  return {
    requests: new Counter({
      name: 'claude_proxy_requests_total',
      help: 'Requests to /v1 that are over.',
      labelNames: ['method', 'endpoint', 'status'],
      registers,
    }),
    duration: new Histogram({
      name: 'claude_proxy_request_duration_seconds',
      help: 'From the first byte of a /v1 request to the last of its response.',
      buckets: BUCKETS,
      registers,
    }),
    errors: new Counter({
      name: 'claude_proxy_errors_total',
      help: 'Requests to /v1 that failed, by cause.',
      labelNames: ['type'],
      registers,
    }),
    aliasRequests: new Counter({
      name: 'ccproxy_requests_total',
      help: 'Requests to /v1 that are over, by model.',
      labelNames: ['method', 'endpoint', 'model', 'status', 'service_type'],
      registers,
    }),
    aliasDuration: new Histogram({
      name: 'ccproxy_response_duration_seconds',
      help: 'Duration of /v1 requests by model.',
      labelNames: ['model', 'endpoint', 'service_type'],
      buckets: BUCKETS,
      registers,
    }),
    tokens: new Counter({
      name: 'ccproxy_tokens_total',
      help: 'Tokens of answers that are over, as the upstream counted them.',
      labelNames: ['type', 'model', 'service_type'],
      registers,
    }),
    aliasErrors: new Counter({
      name: 'ccproxy_errors_total',
      help: 'Failed /v1 requests by cause and model.',
      labelNames: ['error_type', 'endpoint', 'model', 'service_type'],
      registers,
    }),
  }
}

/** Used share of an account's limits according to the newest response; no sample once a window has reset. */
function createLimitGauge(registry: Registry): { note: (headers: RawHeaders) => void } {
  const windows = new Map<string, { used: number; until: number }>()
  registry.registerMetric(
    new Gauge({
      name: 'claude_proxy_ratelimit_utilization',
      help: 'Used fraction of the unified limit by window, from the newest answer.',
      labelNames: ['window'],
      registers: [],
      collect() {
        this.reset()
        for (const [window, { used, until }] of windows) if (until > Date.now()) this.set({ window }, used)
      },
    }),
  )
  return {
    note(headers) {
      for (const window of ['5h', '7d']) {
        const used = Number(
          headerValue(headers, `anthropic-ratelimit-unified-${window}-utilization`) ?? Number.NaN,
        )
        const reset = Number(headerValue(headers, `anthropic-ratelimit-unified-${window}-reset`) ?? Infinity)
        if (Number.isFinite(used)) windows.set(window, { used, until: reset * 1000 })
      }
    },
  }
}

function addGauges(registry: Registry, deps: MetricsDeps): void {
  const gauge = (name: string, help: string, read: () => number | undefined) => {
    const made: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const value = read()
        // Unknown isn't zero: there is no sample before the first check.
        if (value === undefined) this.remove()
        else this.set(value)
      },
    })
    return made
  }
  gauge('claude_proxy_in_flight', 'Requests to /v1 that are running.', deps.inFlight)
  gauge('ccproxy_active_requests', 'Requests to /v1 that are running.', deps.inFlight)
  gauge('claude_proxy_draining', '1 while draining.', () => Number(deps.draining()))
  gauge('claude_proxy_claude_cli_status', '1 when the claude command works.', () =>
    deps.cliStatus('claude_cli'),
  )
  gauge('claude_proxy_codex_cli_status', '1 when the codex command works.', () => deps.cliStatus('codex_cli'))
  new Gauge({ name: 'ccproxy_info', help: 'Version.', labelNames: ['version'], registers: [registry] })
    .labels({ version: deps.version })
    .set(1)
  new Gauge({
    name: 'up',
    help: '1 while this text can be read.',
    labelNames: ['job'],
    registers: [registry],
  })
    .labels({ job: 'ccproxy' })
    .set(1)
}
