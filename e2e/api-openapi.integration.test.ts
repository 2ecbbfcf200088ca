import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_PRICES } from '../shared/prices.ts'
import { assistant, user } from '../main/transcripts/testing/lines.ts'
import { toLines } from '../main/transcripts/testing/create-tree.ts'
import { checkResponse, type OpenApi } from './api-rig/check-response.ts'
import { seed, WHOLE } from './api-rig/seed.ts'
import { type Api, startApi } from './api-rig/start-api.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'

let upstream: FakeUpstream
let api: Api
let document: OpenApi
beforeAll(async () => {
  upstream = await startFakeUpstream()
  api = await startApi({ env: { ANTHROPIC_FORWARD_URL: upstream.url }, requests: seed })
  const project = join(api.folder, '.claude/projects/-home-me-app')
  mkdirSync(join(project, 's', 'subagents'), { recursive: true })
  writeFileSync(join(project, 's.jsonl'), toLines([user(1, 'hello'), assistant(2, 'good morning')]))
  writeFileSync(
    join(project, 's/subagents/agent-a1.jsonl'),
    toLines([user(1, 'task', { isSidechain: true })]),
  )
  document = (await api.get('/openapi.json')).json as OpenApi
})
afterAll(async () => {
  await api.stop()
  await upstream.close()
})

/** The operations that the API must have. */
const OPERATIONS =
  'createMessage, chatCompletions, listModels, healthCheck, livenessProbe, getOpenAPISpec, getOpenAPISpecYAML, getRequests, deleteRequests, getRequestsSummary, getLatestRequestDate, getRequestByID, getStats, getDashboardStats, getHourlyStats, getModelStats, getOrganizations, getConversations, getConversationByID, getConversationsByProject'
const SCHEMAS =
  'ErrorResponse, HealthResponse, DrainingResponse, LivezResponse, AnthropicRequest, AnthropicMessage, SystemMessage, Tool, AnthropicResponse, AnthropicUsage, ModelsResponse, RequestLog, ResponseLog, RateLimitInfo, RequestSummary, UsageStats, DashboardStats, HourlyStatsResponse, ModelStatsResponse, ProxySettings, HeaderRule'

describe('the OpenAPI document', () => {
  it('is one document in both forms, for everybody', async () => {
    const [json, yaml] = await Promise.all(['/openapi.json', '/openapi.yaml'].map((path) => api.get(path)))
    expect(json?.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(yaml?.headers.get('content-type')).toBe('application/x-yaml')
    // The parser of the library that wrote the document; Signalbox itself has none.
    const fromSwagger = createRequire(createRequire(import.meta.url).resolve('@fastify/swagger'))
    const { parse } = fromSwagger('yaml') as { parse: (text: string) => unknown }
    expect(parse(yaml?.text ?? '')).toEqual(json?.json)
    expect(api.signalbox.livez().in_flight).toBe(0)
  })

  it('has the title and the version that clients of claude-code-proxy know', () => {
    expect(document).toMatchObject({
      openapi: '3.0.3',
      info: { title: expect.stringContaining('Proxy'), version: '1.0.0', license: { name: 'MIT' } },
      servers: [{ url: '/' }],
      security: [{ apiKey: [] }, { bearerAuth: [] }],
    })
    expect(document.tags.map(({ name }) => name)).toEqual(['proxy', 'dashboard', 'health'])
    expect(document.components.securitySchemes).toMatchObject({
      apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      bearerAuth: { type: 'http', scheme: 'bearer' },
      dashboardBasicAuth: { type: 'http', scheme: 'basic' },
    })
  })

  it('has every operation and schema by its name, and no name twice', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    )
    expect(ids).toEqual(expect.arrayContaining(OPERATIONS.split(', ')))
    expect(new Set(ids).size).toBe(ids.length)
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(SCHEMAS.split(', ')))
  })

  it('refers to nothing that is not there, and says nothing that 3.0 does not know', () => {
    const text = JSON.stringify(document)
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? '')
    expect(references.length).toBeGreaterThan(50)
    const known = new Set(
      Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`),
    )
    expect(references.filter((reference) => !known.has(reference))).toEqual([])
    expect(text).not.toMatch(/"const":|"patternProperties"|"\$id"|"type":"null"|"type":\[|"examples"/)
  })

  it('names the parameters of the documented API with their defaults', () => {
    const params = (path: string) =>
      Object.fromEntries(
        (document.paths[path]?.['get']?.parameters ?? []).map(({ name, required, schema }) => [
          name,
          [required, schema.type, schema.default],
        ]),
      )
    expect(params('/api/requests')).toMatchObject({
      page: [false, 'integer', 1],
      limit: [false, 'integer', 10],
      model: [false, 'string', 'all'],
    })
    expect(params('/api/requests/summary')).toMatchObject({
      offset: [false, 'integer', 0],
      limit: [false, 'integer', 0],
    })
    expect(params('/api/stats/hourly')).toMatchObject({
      start: [true, 'string', undefined],
      end: [true, 'string', undefined],
      bucket: [false, 'integer', 60],
      org: [false, 'string', undefined],
    })
    expect(params('/api/requests/{id}')).toEqual({ id: [true, 'string', undefined] })
    expect(params('/api/conversations/{id}')).toMatchObject({ project: [false, 'string', undefined] })
  })
})

const RANGE = 'start=2026-10-01&end=2026-10-07'
const JSON_TYPE = { 'content-type': 'application/json' }
const message = (model: string, stream: boolean) =>
  JSON.stringify({ model, max_tokens: 8, stream, messages: [{ role: 'user', content: 'hi' }] })
const put = (body: unknown): RequestInit => ({
  method: 'PUT',
  headers: JSON_TYPE,
  body: JSON.stringify(body),
})
const post = (body?: string): RequestInit => ({
  method: 'POST',
  headers: JSON_TYPE,
  ...(body !== undefined && { body }),
})
const accept = (type: string): RequestInit => ({ headers: { accept: type } })

const RULE = { header: 'x-team', action: 'set', value: 'blue', enabled: true }
const PROVIDER = { name: 'lmstudio', apiBaseUrl: 'http://127.0.0.1:1234/v1', models: ['one'], enabled: true }

type Exchange = [template: string, path: string, init?: RequestInit]

/** Live requests: a valid one for every operation, and an invalid one for most. */
const BUDGET = { period: 'day', unit: 'usd', amount: 20, hard: true }
const same = (path: string, init: RequestInit = {}): Exchange => [path, path, init]
const EXCHANGES: readonly Exchange[] = [
  ['/v1/messages', '/v1/messages?beta=true', post(message('claude-fake', false))],
  ['/v1/messages', '/v1/messages', post(message('claude-fake', true))],
  ['/v1/messages', '/v1/messages', post('{')],
  ['/v1/messages/count_tokens', '/v1/messages/count_tokens', post(message('claude-fake', false))],
  ['/v1/chat/completions', '/v1/chat/completions', post('{}')],
  ['/v1/responses', '/v1/responses', post('{}')],
  ['/v1/models', '/v1/models?limit=1000'],
  ['/health', '/health'],
  ...['ietf', 'basic', 'detailed', 'ccproxy', 'groq', 'fork', 'json'].map((view): Exchange => [
    view === 'detailed' ? '/health/detailed' : '/health',
    `/health?view=${view}`,
  ]),
  ['/health', '/health', accept('application/health+json')],
  ['/health/live', '/health/live'],
  ['/health/ready', '/health/ready'],
  ['/health/detailed', '/health/detailed'],
  ['/livez', '/livez'],
  ['/metrics', '/metrics'],
  ['/', '/', accept('application/json')],
  ['/openapi.json', '/openapi.json'],
  ['/openapi.yaml', '/openapi.yaml'],
  ['/api/status', '/api/status'],
  ['/api/health/recheck', '/api/health/recheck', post()],
  ['/api/requests', '/api/requests?limit=100'],
  ['/api/requests', `/api/requests?model=${'x'.repeat(2000)}`],
  ['/api/requests/summary', '/api/requests/summary?limit=20'],
  ['/api/requests/summary', '/api/requests/summary?start=x&end=y'],
  ['/api/requests/latest-date', '/api/requests/latest-date'],
  ['/api/requests/{id}', `/api/requests/${WHOLE.id}`],
  ['/api/requests/{id}', '/api/requests/nothing'],
  ['/api/requests/{id}/explanation', `/api/requests/${WHOLE.id}/explanation`],
  ['/api/requests/{id}/explanation', '/api/requests/nothing/explanation'],
  ['/api/requests/{id}/body', `/api/requests/${WHOLE.id}/body`],
  ['/api/requests/{id}/body', `/api/requests/${WHOLE.id}/body?side=none`],
  ...['jsonl', 'csv', 'har', 'html', 'nothing'].map((format): Exchange => [
    '/api/requests/export',
    `/api/requests/export?format=${format}`,
  ]),
  ...['jsonl', 'csv', 'har', 'html', 'curl', 'nothing'].map((format): Exchange => [
    '/api/requests/{id}/export',
    `/api/requests/${WHOLE.id}/export?format=${format}`,
  ]),
  ['/api/requests/{id}/export', '/api/requests/nothing/export?format=har'],
  ['/api/stats', `/api/stats?start_date=2026-10-01&end_date=2026-10-07`],
  ['/api/stats', '/api/stats?tz=Nowhere'],
  ['/api/stats/dashboard', `/api/stats/dashboard?${RANGE}&tz=Asia/Kathmandu`],
  ['/api/stats/hourly', `/api/stats/hourly?${RANGE}&bucket=30`],
  ['/api/stats/hourly', '/api/stats/hourly'],
  ['/api/stats/models', `/api/stats/models?${RANGE}`],
  ['/api/stats/conversation', `/api/stats/conversation?session=${WHOLE.session}`],
  ['/api/stats/conversation', '/api/stats/conversation?session=nothing'],
  ['/api/stats/conversation', '/api/stats/conversation'],
  ['/api/stats/organizations', '/api/stats/organizations'],
  ['/api/rate-limits', '/api/rate-limits'],
  ['/api/prices', '/api/prices'],
  ['/api/prices', '/api/prices', put(DEFAULT_PRICES)],
  ['/api/prices', '/api/prices', put({ prices: 'none' })],
  ['/api/costs', `/api/costs?${RANGE}`],
  ['/api/usage', `/api/usage?${RANGE}&group=project,session,agent,kind,model,provider,org,hour`],
  ['/api/usage', '/api/usage?group=day,nothing'],
  ['/api/sessions', '/api/sessions?sort=cost&search=a&limit=5'],
  ['/api/sessions', '/api/sessions?sort=size'],
  ['/api/sessions/{id}', `/api/sessions/${WHOLE.session}`],
  ['/api/sessions/{id}', '/api/sessions/nothing'],
  ['/api/conversations', '/api/conversations'],
  ['/api/conversations/project', '/api/conversations/project?project=-home-me-app'],
  ['/api/conversations/project', '/api/conversations/project'],
  ['/api/conversations/search', '/api/conversations/search?text=morning'],
  ['/api/conversations/{id}', '/api/conversations/s?project=-home-me-app'],
  ['/api/conversations/{id}', '/api/conversations/s?project=../..'],
  ['/api/conversations/{id}', '/api/conversations/s'],
  ['/api/usage/transcripts', '/api/usage/transcripts'],
  ['/api/usage/transcripts', '/api/usage/transcripts', post('{"action":"import"}')],
  ['/api/usage/transcripts', '/api/usage/transcripts', post('{"action":"cancel"}')],
  ['/api/usage/transcripts', '/api/usage/transcripts', post('{"action":"nothing"}')],
  ['/api/usage/transcripts', '/api/usage/transcripts', { method: 'DELETE' }],
  ['/api/budgets', '/api/budgets'],
  ['/api/budgets', '/api/budgets', put({ budgets: [BUDGET] })],
  ['/api/budgets', '/api/budgets', put({ budgets: [{ ...BUDGET, amount: 0 }] })],
  ['/api/budgets/lift', '/api/budgets/lift', post('{"id":"day/usd/","lifted":true}')],
  ['/api/budgets/lift', '/api/budgets/lift', post('{"id":"none","lifted":true}')],
  ['/api/statusline', '/api/statusline', post('{"session_id":"5f3c","model":{"id":"claude-opus-5"}}')],
  ['/api/statusline', '/api/statusline', post('not JSON')],
  ['/api/statusline/settings', '/api/statusline/settings'],
  [
    '/api/statusline/settings',
    '/api/statusline/settings',
    put({ template: '{model}', separator: ' · ', colors: false }),
  ],
  ['/api/statusline/settings', '/api/statusline/settings', put({ template: 7 })],
  ['/api/storage', '/api/storage'],
  ['/api/storage', '/api/storage', put({ capture: 'full', maxDays: 0, maxMegabytes: 900 })],
  ['/api/storage', '/api/storage', put({ capture: 'everything' })],
  ['/api/settings', '/api/settings'],
  ['/api/settings', '/api/settings', put({ requestHeaderRules: [RULE], responseHeaderRules: [] })],
  [
    '/api/settings',
    '/api/settings',
    put({ requestHeaderRules: [{ ...RULE, header: 'not a name' }], responseHeaderRules: [] }),
  ],
  ['/api/settings', '/api/settings', put([])],
  same('/api/header-rules/test', post(JSON.stringify({ side: 'request', requestId: WHOLE.id }))),
  ['/api/header-rules/test', '/api/header-rules/test', post('{"side":"request"}')],
  ...['/providers', '/api/providers'].flatMap((root): Exchange[] => [
    [root, root],
    [root, root, post(JSON.stringify(PROVIDER))],
    [root, root, post(JSON.stringify(PROVIDER))],
    [`${root}/{name}`, `${root}/lmstudio`],
    [`${root}/{name}`, `${root}/nobody`],
    [`${root}/{name}`, `${root}/lmstudio`, put({ models: ['one', 'two'] })],
    [`${root}/{name}/toggle`, `${root}/lmstudio/toggle`, { method: 'PATCH' }],
    [`${root}/{name}`, `${root}/lmstudio`, { method: 'DELETE' }],
  ]),
  ['/api/routes', '/api/routes'],
  ['/api/routes', '/api/routes', put({ routes: {}, subagents: { enable: false, mappings: {} } })],
  ['/api/routes', '/api/routes', put({ routes: { default: 'nowhere' } })],
  [
    '/api/routes/test',
    '/api/routes/test',
    post(JSON.stringify({ body: JSON.parse(message('claude-fake', false)) as unknown })),
  ],
  ['/api/routes/test', '/api/routes/test', post('{"requestId":"nothing"}')],
  ['/api/routes/import', '/api/routes/import', post('{}')],
  ['/api/connection', '/api/connection'],
  ['/api/connection/doctor', '/api/connection/doctor'],
  ['/api/connection/connect', '/api/connection/connect', post('{}')],
  ['/api/connection/connect', '/api/connection/connect', post('[]')],
  ['/api/connection/disconnect', '/api/connection/disconnect', { method: 'POST' }],
  same('/api/connection/codex'),
  same('/api/connection/codex/connect', { method: 'POST' }),
  same('/api/connection/codex/disconnect', { method: 'POST' }),
  ['/api/logs', '/api/logs?level=info&q=x&after=y&limit=10'],
  ['/api/logs', '/api/logs?level=loud'],
  ['/api/environment', '/api/environment'],
  ['/api/diagnostics', '/api/diagnostics'],
  ['/api/diagnostics/self-test', '/api/diagnostics/self-test', { method: 'POST' }],
  // Without a host, the shutdown has no effect, so the server stays for the next exchanges.
  ['/api/shutdown', '/api/shutdown', post('{"now":true}')],
  ['/api/shutdown', '/api/shutdown', post('{"now":"yes"}')],
  ['/api/drain', '/api/drain', { method: 'POST' }],
  ['/api/drain', '/api/drain', post('{"resume_after_ms":60000}')],
  ['/api/drain', '/api/drain', post('{"resume_after_ms":1}')],
  ['/health', '/health'],
  ['/health/ready', '/health/ready'],
  ['/health/detailed', '/health/detailed'],
  ['/livez', '/livez'],
  ['/v1/messages', '/v1/messages', post(message('claude-fake', false))],
  ['/api/drain', '/api/drain', { method: 'DELETE' }],
  ['/status', '/status'],
  ['/status', '/status?view=groq'],
  ['/api/requests', '/api/requests?before=2026-10-02', { method: 'DELETE' }],
]

describe('every answer is what the document says', () => {
  it.each(
    EXCHANGES.map(([template, path, init = {}], index) => ({
      template,
      path,
      init,
      index,
      method: init.method ?? 'GET',
    })),
  )('$index $method $path', async ({ template, path, init, method }) => {
    const operation = document.paths[template]?.[method.toLowerCase()]
    if (operation === undefined) throw new Error(`${method} ${template} is not documented`)
    const response = await api.get(path, init)
    expect(checkResponse(document, operation, response)).toEqual([])
  })

  it('and no operation was left out', () => {
    const asked = new Set(
      EXCHANGES.map(([template, , init]) => `${(init?.method ?? 'GET').toLowerCase()} ${template}`),
    )
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    // The event stream never ends; its own test reads it.
    expect(documented.filter((operation) => !asked.has(operation))).toEqual(['get /api/events'])
  })
})
