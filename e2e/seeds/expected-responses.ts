import { expect } from 'vitest'
import type { Headless } from '../start-headless.ts'

export const HEALTH_JSON = 'application/health+json'
export const JSON_TYPE = 'application/json; charset=utf-8'
const EXPOSITION = 'text/plain; version=0.0.4; charset=utf-8'

export const ISO: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
export const VERSION: unknown = expect.stringMatching(/^\d+\.\d+\.\d+$/)
const UPTIME: unknown = expect.stringMatching(/^\d+h \d+m \d+s$/)

interface Subject {
  server: Headless
  /** Path of a `claude` that works and is signed in. */
  claude: string
  draining: boolean
}

export interface ExpectedResponse {
  path: string
  accept?: string
  status: number
  type: string
  /** The whole body: no missing and no additional keys. */
  body?: object
}

/** Responses of every endpoint in the documents, for a server without requests yet. */
export function expectedResponses(subject: Subject): ExpectedResponse[] {
  return [...views(subject), ...probes(subject), ...statuses(subject)]
}

/** Draining changes only the wording. */
function views({ server, draining }: Subject): ExpectedResponse[] {
  const status = draining ? 503 : 200
  const word = draining ? 'draining' : 'healthy'
  const json = { status, type: JSON_TYPE }
  const inFlight = draining ? { in_flight: 0 } : {}
  const basic = { status: word, service: 'ccproxy', timestamp: ISO, version: VERSION }
  const ccproxy = { status: word, timestamp: ISO, version: VERSION, ...numbers(server) }
  return [
    { path: '/health', ...json, body: { ...basic, ...inFlight, ...numbers(server) } },
    { path: '/health', accept: 'application/json', ...json },
    { path: '/health', accept: HEALTH_JSON, status, type: HEALTH_JSON },
    { path: '/health?view=ietf', accept: 'text/html', status, type: HEALTH_JSON },
    { path: '/health?view=basic', accept: HEALTH_JSON, ...json, body: basic },
    { path: '/health?view=ccproxy', ...json, body: ccproxy },
    { path: '/health?view=groq', ...json, body: { status: word, service: 'ccproxy', version: VERSION } },
    { path: '/health?view=fork', ...json, body: { status: word, timestamp: ISO, ...inFlight } },
    { path: '/health?view=detailed', ...json },
    { path: '/health?view=prometheus', status: 200, type: EXPOSITION },
  ]
}

function probes(subject: Subject): ExpectedResponse[] {
  const { draining } = subject
  const status = draining ? 503 : 200
  const live = { status: 'pass', version: VERSION, output: 'Application process is running' }
  const ready = {
    status: draining ? 'fail' : 'pass',
    version: VERSION,
    output: draining ? 'draining' : 'Service is ready to accept traffic',
    checks: {
      oauth2_credentials: [{ status: 'pass', output: 'OAuth credentials: valid' }],
      claude_cli: [{ status: 'pass', output: 'Claude CLI: available' }],
      codex_cli: [{ status: 'pass', output: 'Codex CLI: available' }],
      claude_sdk: [{ status: 'warn', output: 'Claude SDK: not_installed' }],
    },
  }
  // The missing SDK makes it degraded, which `/health` reports only if configured to.
  const inDetail = {
    ...detailed(subject),
    status: draining ? 'draining' : 'degraded',
    ...(draining && { in_flight: 0 }),
  }
  return [
    { path: '/health/live', status: 200, type: HEALTH_JSON, body: live },
    { path: '/health/ready', status, type: HEALTH_JSON, body: ready },
    { path: '/health/detailed', status, type: JSON_TYPE, body: inDetail },
  ]
}

function statuses({ server, draining }: Subject): ExpectedResponse[] {
  const route = { provider: 'anthropic', model: null, base_url: 'http://127.0.0.1:9', max_tokens: null }
  const status = {
    service: 'CCProxy',
    version: VERSION,
    status: draining ? 'draining' : 'running',
    uptime: UPTIME,
    pid: server.pid,
    host: '127.0.0.1',
    port: server.port,
    api_key_configured: false,
    providers: { count: 1, active: ['anthropic'] },
    build: { version: VERSION, commit: expect.any(String), date: expect.any(String) },
    ...route,
  }
  const groq = { ...route, status: 'active', service: 'ccproxy', version: VERSION }
  return [
    { path: '/status', status: 200, type: JSON_TYPE, body: status },
    { path: '/status?view=groq', status: 200, type: JSON_TYPE, body: groq },
    { path: '/metrics', status: 200, type: EXPOSITION },
  ]
}

function numbers(server: Headless): object {
  const zero = { avg_ms: 0, p50_ms: 0, p95_ms: 0, p99_ms: 0 }
  return {
    uptime: expect.any(Number),
    config: { host: '127.0.0.1', port: server.port, providers: 1, api_key_configured: false },
    performance: {
      memory_mb: expect.any(Number),
      goroutines: expect.any(Number),
      requests: { total: 0, success: 0, failed: 0 },
      latency: zero,
    },
  }
}

function detailed({ server, claude }: Subject): object {
  return {
    service: 'ccproxy',
    timestamp: ISO,
    version: VERSION,
    components: {
      claude_cli: {
        status: 'healthy',
        path: claude,
        version: '2.0.0',
        authenticated: true,
        last_check: ISO,
      },
      api_server: {
        status: 'healthy',
        uptime: UPTIME,
        port: server.port,
        host: '127.0.0.1',
        requests_processed: 0,
        errors: 0,
      },
      authentication: { status: 'healthy', logged_in: true, expires: ISO },
    },
    configuration: { host: '127.0.0.1', port: server.port, log_level: 'INFO', cors_enabled: false },
  }
}
