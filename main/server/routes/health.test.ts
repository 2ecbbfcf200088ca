import Fastify, { type FastifyInstance } from 'fastify'
import { expect, it, vi } from 'vitest'
import { AppError, ERRORS } from '../../../shared/errors.ts'
import type { HealthFacts } from '../../health/views/facts.ts'
import { VIEWS } from './negotiate.ts'
import { CLI_MISSING, makeFacts } from '../../health/views/testing/make-facts.ts'
import { type HealthRouteDeps, registerHealth } from './health.ts'

const FRESH = 'no-cache, no-store, must-revalidate'
const HEALTH_JSON = 'application/health+json'
const JSON_TYPE = 'application/json; charset=utf-8'
const EXPOSITION = 'text/plain; version=0.0.4; charset=utf-8'

async function appWith(overrides: Partial<HealthFacts> = {}, deps: Partial<HealthRouteDeps> = {}) {
  const app = Fastify()
  app.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof AppError ? ERRORS[error.code].status : 500).send({ error: 'framework' }),
  )
  registerHealth(app, {
    facts: (caller) => makeFacts({ ...caller, ...overrides }),
    isTrusted: () => true,
    metrics: () => Promise.resolve('up{job="ccproxy"} 1\n'),
    onError: () => undefined,
    ...deps,
  })
  await app.ready()
  return app
}

async function get(app: FastifyInstance, url: string, accept = '*/*') {
  const { statusCode, headers, body } = await app.inject({ url, headers: { accept } })
  return { status: statusCode, type: headers['content-type'], headers, body }
}

const PATHS: [string, string][] = [
  ['/health', JSON_TYPE],
  ...VIEWS.map((view): [string, string] => [
    `/health?view=${view}`,
    view === 'ietf' ? HEALTH_JSON : view === 'prometheus' ? EXPOSITION : JSON_TYPE,
  ]),
  ['/health/live', HEALTH_JSON],
  ['/health/ready', HEALTH_JSON],
  ['/health/detailed', JSON_TYPE],
  ['/status', JSON_TYPE],
  ['/status?view=groq', JSON_TYPE],
  ['/metrics', EXPOSITION],
]

it.each(PATHS)('%s is %s, never cached, and HEAD says the same without a body', async (url, type) => {
  const app = await appWith()
  const response = await get(app, url)
  expect(response).toMatchObject({ status: 200, type, headers: { 'cache-control': FRESH } })
  expect(response.headers['vary']).toBe(
    url.startsWith('/health?') || url === '/health' ? 'Accept' : undefined,
  )
  const head = await app.inject({ method: 'HEAD', url })
  expect(head.statusCode).toBe(200)
  expect(head.body).toBe('')
  const { date: _date, ...headers } = response.headers
  expect(head.headers).toMatchObject(headers)
})

it.each([
  [HEALTH_JSON, HEALTH_JSON],
  ['text/plain;version=0.0.4', EXPOSITION],
  ['text/html', JSON_TYPE],
])('answers /health for Accept %s with %s', async (accept, type) => {
  expect(await get(await appWith(), '/health', accept)).toMatchObject({ status: 200, type })
})

it('takes the default media type from the policy', async () => {
  const app = await appWith({ policy: { ...makeFacts().policy, defaultView: 'ietf' } })
  expect(await get(app, '/health')).toMatchObject({ type: HEALTH_JSON })
  expect(await get(app, '/health', 'application/json')).toMatchObject({ type: JSON_TYPE })
})

it('makes every check critical for ?strict=1, and for nothing else', async () => {
  const app = await appWith({ reports: [CLI_MISSING] })
  expect(await get(app, '/health')).toMatchObject({ status: 200 })
  expect(await get(app, '/health?strict=0')).toMatchObject({ status: 200 })
  const strict = await get(app, '/health?strict=1')
  expect(strict.status).toBe(503)
  expect(JSON.parse(strict.body)).toMatchObject({
    error: 'Claude CLI not found in PATH',
    details: { searched_paths: ['/usr/local/bin/claude', '/usr/bin/claude', '~/.local/bin/claude'] },
  })
  expect(await get(app, '/health?strict=1', HEALTH_JSON)).toMatchObject({ status: 503, type: HEALTH_JSON })
  expect(await get(app, '/health/detailed?strict=1')).toMatchObject({ status: 503 })
})

it.each(['/status', '/status?view=groq', '/metrics', '/health?view=prometheus'])(
  'refuses %s to strangers',
  async (url) => {
    const app = await appWith({}, { isTrusted: () => false })
    expect(await get(app, url)).toMatchObject({ status: 401, headers: { 'cache-control': FRESH } })
  },
)

it.each(['/health', '/health?view=ietf', '/health/live', '/health/ready', '/health/detailed'])(
  'answers %s to strangers',
  async (url) => {
    const app = await appWith({}, { isTrusted: () => false })
    expect(await get(app, url)).toMatchObject({ status: 200 })
  },
)

it('has no metrics where they are switched off', async () => {
  const app = await appWith({}, { metrics: undefined })
  expect(await get(app, '/metrics')).toMatchObject({ status: 404 })
  expect(await get(app, '/health', 'text/plain;version=0.0.4')).toMatchObject({ status: 404 })
})

it('says error with 500 when the state cannot be told, is alive all the same, and logs why', async () => {
  const onError = vi.fn<(error: unknown) => void>()
  const facts = () => {
    throw new Error('SECRET')
  }
  const app = await appWith({}, { facts, onError })
  for (const url of ['/health', '/health/detailed', '/status', '/health?view=fork']) {
    const { status, body, headers } = await get(app, url)
    expect(status).toBe(500)
    expect(headers['cache-control']).toBe(FRESH)
    expect(JSON.parse(body)).toEqual({
      status: 'error',
      service: 'ccproxy',
      timestamp: expect.any(String),
      error: 'Internal error',
    })
  }
  for (const url of ['/health?view=ietf', '/health/ready']) {
    const { status, type, body } = await get(app, url)
    expect([status, type, JSON.parse(body)]).toEqual([
      500,
      HEALTH_JSON,
      { status: 'fail', output: 'Internal error' },
    ])
  }
  expect(onError).toHaveBeenCalledTimes(6)
  const live = await get(app, '/health/live')
  expect(live.status).toBe(200)
  expect(JSON.parse(live.body)).toEqual({
    status: 'pass',
    version: 'unknown',
    output: 'Application process is running',
  })
})

it('ignores a view that is given twice or is unknown', async () => {
  const app = await appWith()
  for (const query of ['view=fork&view=groq', 'view=', 'view=__proto__']) {
    const { status, body } = await get(app, `/health?${query}`)
    expect(status).toBe(200)
    expect(JSON.parse(body)).toHaveProperty('performance')
  }
})
