import Counter from '@prometheus-io/client/lib/counter.js'
import Gauge from '@prometheus-io/client/lib/gauge.js'
import Histogram from '@prometheus-io/client/lib/histogram.js'
import Registry from '@prometheus-io/client/lib/registry.js'
import type { PriceTable } from '../../../shared/prices.ts'
import type { FinishedRequest } from '../requests/finished-request.ts'
import { type CostTotals, createCostTotals } from './costs.ts'
import { createLimits, type Limits } from './limits.ts'
import { createTotals, type Totals } from './totals.ts'

/** In seconds, up to the five minutes that an opus request with thinking may take. */
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 120, 300]

/** ccproxy-api's label for proxied traffic. */
const SERVICE = 'proxy_service'

/** Clients choose the model name, so the number of distinct labels is limited. */
const MAX_MODELS = 50

/** Valid model names. Other client input doesn't become a label. */
const MODEL = /^[\w.:/@[\]+-]{1,100}$/

/** Fields of a request that the metrics use. */
export type CountedRequest = Pick<
  FinishedRequest,
  | 'method'
  | 'template'
  | 'model'
  | 'servedModel'
  | 'isLocal'
  | 'countedStatus'
  | 'durationMs'
  | 'error'
  | 'usage'
  | 'responseHeaders'
>

export interface MetricsDeps {
  version: string
  inFlight: () => number
  draining: () => boolean
  /** 1 when the CLI's check passes; `undefined` before it has run. */
  cliStatus: (key: 'claude_cli' | 'codex_cli') => 0 | 1 | undefined
  /** Undefined: no costs are counted. */
  prices?: (() => PriceTable) | undefined
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
  const totals = createTotals()
  const own = createCounters(registry, totals)
  const limits = createLimits(Date.now)
  const models = new Set<string>()
  const costs = deps.prices && createCostTotals({ prices: deps.prices, labelOf: modelLabel, now: Date.now })
  if (costs !== undefined) addCostCounters(registry, costs)
  addGauges(registry, deps)
  addLimitGauge(registry, limits)

  function modelLabel(model: string | undefined): string {
    if (model === undefined) return 'unknown'
    if (models.has(model)) return model
    if (models.size >= MAX_MODELS || !MODEL.test(model)) return 'other'
    models.add(model)
    return model
  }

  return {
    // Named one by one: a rest would copy the whole record of each request.
    record(request) {
      costs?.add(request)
      const {
        method,
        template: endpoint,
        countedStatus,
        durationMs,
        error,
        usage,
        responseHeaders,
        model: name,
      } = request
      const seconds = durationMs / 1000
      const model = modelLabel(name)
      totals.add({ method, endpoint, model, countedStatus, usage })
      own.duration.observe(seconds)
      own.aliasDuration.observe({ model, endpoint, service_type: SERVICE }, seconds)
      if (responseHeaders !== undefined) limits.note(responseHeaders)
      if (error === undefined) return
      own.errors.inc({ type: error })
      own.aliasErrors.inc({ error_type: error, endpoint, model, service_type: SERVICE })
    },
    expose: () => registry.metrics(),
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
  gauge('claude_proxy_in_flight', 'Requests to /v1 in flight.', deps.inFlight)
  gauge('ccproxy_active_requests', 'Requests to /v1 in flight.', deps.inFlight)
  gauge('claude_proxy_draining', '1 while draining, otherwise 0.', () => Number(deps.draining()))
  gauge('claude_proxy_claude_cli_status', '1 if the claude command works, otherwise 0.', () =>
    deps.cliStatus('claude_cli'),
  )
  gauge('claude_proxy_codex_cli_status', '1 if the codex command works, otherwise 0.', () =>
    deps.cliStatus('codex_cli'),
  )
  new Gauge({
    name: 'ccproxy_info',
    help: 'Version of Signalbox, as a label.',
    labelNames: ['version'],
    registers: [registry],
  })
    .labels({ version: deps.version })
    .set(1)
  new Gauge({
    name: 'up',
    help: 'Always 1.',
    labelNames: ['job'],
    registers: [registry],
  })
    .labels({ job: 'ccproxy' })
    .set(1)
}

/** The request metrics of both documents. Counters take their values from the totals. */
function createCounters(registry: Registry, totals: Totals) {
  const registers = [registry]
  registry.registerMetric(
    new Counter({
      name: 'claude_proxy_requests_total',
      help: 'Completed requests to /v1.',
      labelNames: ['method', 'endpoint', 'status'],
      registers: [],
      collect() {
        this.reset()
        for (const { method, endpoint, status, requests } of totals.list())
          this.inc({ method, endpoint, status }, requests)
      },
    }),
  )
  registry.registerMetric(
    new Counter({
      name: 'ccproxy_requests_total',
      help: 'Completed requests to /v1 by model.',
      labelNames: ['method', 'endpoint', 'model', 'status', 'service_type'],
      registers: [],
      collect() {
        this.reset()
        for (const { method, endpoint, model, status, requests } of totals.list())
          this.inc({ method, endpoint, model, status, service_type: SERVICE }, requests)
      },
    }),
  )
  registry.registerMetric(
    new Counter({
      name: 'ccproxy_tokens_total',
      help: 'Tokens of completed responses as counted by the upstream.',
      labelNames: ['type', 'model', 'service_type'],
      registers: [],
      collect() {
        this.reset()
        for (const { model, tokens } of totals.list()) {
          for (const [type, count] of Object.entries(tokens))
            if (count > 0) this.inc({ type, model, service_type: SERVICE }, count)
        }
      },
    }),
  )
  return {
    duration: new Histogram({
      name: 'claude_proxy_request_duration_seconds',
      help: 'Time from the first byte of a /v1 request to the last byte of its response.',
      buckets: BUCKETS,
      registers,
    }),
    errors: new Counter({
      name: 'claude_proxy_errors_total',
      help: 'Failed requests to /v1 by cause.',
      labelNames: ['type'],
      registers,
    }),
    aliasDuration: new Histogram({
      name: 'ccproxy_response_duration_seconds',
      help: 'Duration of requests to /v1 by model.',
      labelNames: ['model', 'endpoint', 'service_type'],
      buckets: BUCKETS,
      registers,
    }),
    aliasErrors: new Counter({
      name: 'ccproxy_errors_total',
      help: 'Failed requests to /v1 by cause and model.',
      labelNames: ['error_type', 'endpoint', 'model', 'service_type'],
      registers,
    }),
  }
}

function addCostCounters(registry: Registry, costs: CostTotals): void {
  const counter = (name: string, help: string, list: () => Iterable<[label: string, value: number]>) =>
    registry.registerMetric(
      new Counter({
        name,
        help,
        labelNames: ['model'],
        registers: [],
        collect() {
          this.reset()
          for (const [model, value] of list()) this.inc({ model }, value)
        },
      }),
    )
  counter(
    'claude_proxy_cost_usd_total',
    'Estimated cost of completed responses in US dollars by the model that ran, at the prices of the moment.',
    costs.dollars,
  )
  counter(
    'claude_proxy_unpriced_requests_total',
    'Completed requests whose usage has no known price, by the model that ran.',
    costs.unpriced,
  )
}

function addLimitGauge(registry: Registry, limits: Limits): void {
  registry.registerMetric(
    new Gauge({
      name: 'claude_proxy_ratelimit_utilization',
      help: 'Used fraction of a rate limit by window and organization, from the latest response that reports it.',
      labelNames: ['window', 'organization'],
      registers: [],
      collect() {
        this.reset()
        for (const { window, organization, used } of limits.current())
          this.set({ window, ...(organization !== undefined && { organization }) }, used)
      },
    }),
  )
}
