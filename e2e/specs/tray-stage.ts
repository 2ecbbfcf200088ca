import { test as base, type Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { extname, join } from 'node:path'
import type { AppInfo } from '../../shared/ipc.ts'
import type { StartFailure } from '../../shared/health.ts'
import type { BudgetStatus } from '../../shared/budgets.ts'
import type { Connection } from '../../shared/connection.ts'
import type { RateLimitsResponse } from '../../shared/rate-limit.ts'
import type { RequestSummary } from '../../shared/request-log.ts'
import type { Livez } from '../../shared/livez.ts'
import type { UsageBy } from '../../shared/usage-by.ts'
import type { Status } from '../../shared/status.ts'
import type { HealthDocument } from '../../renderer/api/health-document.ts'

/** Responses of the stage's server. `refuse` closes the connection without a response, `hang` never responds. */
export interface Scene {
  livez: Livez | 'refuse' | 'hang'
  health: HealthDocument | StartFailure | 'refuse'
  status: Status | 'refuse'
  limits?: RateLimitsResponse['rateLimits'] | 'hang'
  budgets?: BudgetStatus[]
  /** Newest first. */
  newest?: RequestSummary[]
  /** Usage of the day; absent: no requests. */
  today?: UsageBy | 'hang'
  /** Project and title of sessions by id. */
  sessions?: Record<string, Pick<RequestSummary, 'project' | 'sessionTitle'>>
  /** Absent: there is no switch (404). */
  connection?: Connection
  /** Effect of the switch on the scene, or its error. */
  connect?: (on: boolean) => { status: number; body: unknown }
  /** Response of `/api/drain`, or its effect on the scene. */
  drain?: (method: string) => { status: number; body: unknown }
  /** Effect of running all checks, and its duration. */
  recheck?: () => Promise<void>
}

/** One call of the page over the bridge to the desktop shell. */
type BridgeCall = [name: string, args?: unknown]

export interface Stage {
  url: string
  scene: Scene
  /** `GET /livez`, in the order of arrival. */
  requests: string[]
  /** The bodies of `POST /api/drain`. */
  drains: unknown[]
  /** Number of open requests of each kind, now and at most. */
  open: Map<string, { now: number; most: number }>
  /** Gives the page a desktop shell. Call it before `page.goto`. */
  desktop: (app: AppInfo) => Promise<BridgeCall[]>
  /** Makes the shell announce a change. */
  announce: (app: AppInfo) => Promise<void>
}

/** The built page on a simulated local server, with the content security policy of the real hosts. */
export const test = base.extend<{ stage: Stage; details: boolean }>({
  /** True opens the details from the start, as remembered from an earlier run. */
  details: [false, { option: true }],
  stage: async ({ page, details }, use) => {
    const stage = createStage(page)
    if (details) await page.addInitScript(() => localStorage.setItem('signalbox.tray.details', 'open'))
    const server = await listen(createServer((request, response) => void respond(stage, request, response)))
    stage.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    await use(stage)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
})

export { expect } from '@playwright/test'

function createStage(page: Page): Stage {
  return {
    url: '',
    scene: { livez: 'refuse', health: 'refuse', status: 'refuse' },
    requests: [],
    drains: [],
    open: new Map(),
    desktop: async (app) => {
      const calls: BridgeCall[] = []
      await page.exposeFunction('recordCall', (name: string, args?: unknown) => {
        calls.push(args === undefined ? [name] : [name, args])
      })
      await page.addInitScript(installBridge, app)
      return calls
    },
    announce: (app) =>
      page.evaluate((info) => void window.dispatchEvent(new CustomEvent('app-info', { detail: info })), app),
  }
}

function installBridge(first: AppInfo) {
  const record = (name: string) => (args?: unknown) =>
    (window as unknown as { recordCall: (name: string, args?: unknown) => Promise<void> }).recordCall(
      name,
      args,
    )
  window.signalbox = {
    appInfo: () => Promise.resolve(first),
    onAppInfo: (listener) => {
      const onEvent = (event: Event) => listener((event as CustomEvent<AppInfo>).detail)
      window.addEventListener('app-info', onEvent)
      return () => window.removeEventListener('app-info', onEvent)
    },
    startServer: record('startServer'),
    quit: record('quit'),
    hideWindow: record('hideWindow'),
    resizeWindow: record('resizeWindow'),
    openDashboard: record('openDashboard'),
    preferences: async () => ({
      launchAtLogin: 'off',
      notifications: true,
      shortcut: null,
      language: 'system',
    }),
  }
}

function listen(server: Server): Promise<Server> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

const PAGES = join(import.meta.dirname, '../../out/renderer')
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'"

async function respond(stage: Stage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/'
  if (['/livez', '/health'].includes(path) || path.startsWith('/api/')) note(stage, request, response)
  const reply = await (REPLIES[path] ?? REPLIES[path.replace(/\?.*/, '')])?.(stage, request)
  if (reply === undefined) return sendFile(path === '/' ? '/tray.html' : path, response)
  if (reply.status === 204) return void response.writeHead(204).end()
  play(response, reply.body, reply.status)
}

interface Reply {
  body: unknown
  status?: number | undefined
}

/** Responses of the scene, by path; every other path is a file. */
const REPLIES: Partial<Record<string, (stage: Stage, request: IncomingMessage) => Reply | Promise<Reply>>> = {
  '/livez': ({ scene }) => ({ body: scene.livez }),
  '/health': ({ scene }) => ({ body: scene.health, status: statusOf(scene.health) }),
  '/api/status': ({ scene }) => ({ body: scene.status }),
  async '/api/drain'({ scene, drains }, request) {
    if (request.method === 'POST') drains.push(await json(request))
    return scene.drain?.(request.method ?? '') ?? REFUSED
  },
  '/api/budgets': ({ scene: { budgets } }) => ({ body: { budgets: budgets ?? [], isComplete: true } }),
  '/api/budgets/lift': ({ scene }) => {
    for (const budget of scene.budgets ?? []) budget.isRefusing = !budget.isRefusing
    return { body: { budgets: scene.budgets ?? [], isComplete: true } }
  },
  '/api/rate-limits': ({ scene: { limits } }) => ({
    body: limits === 'hang' ? 'hang' : { rateLimits: limits ?? [] },
  }),
  '/api/requests/summary?limit=20&status=error'({ scene }) {
    const requests = scene.newest ?? []
    return { body: { requests, total: requests.length, offset: 0, limit: 20 } }
  },
  '/api/requests/summary'({ scene: { sessions } }, { url = '' }) {
    const session = sessions?.[new URLSearchParams(url.replace(/.*\?/, '')).get('session') ?? '']
    const requests = session ? [{ ...NAMED, ...session }] : []
    return { body: { requests, total: requests.length, offset: 0, limit: 3 } }
  },
  '/api/usage': ({ scene: { livez, today } }) =>
    livez === 'refuse' ? REFUSED : { body: today ?? { groups: [], total: NO_USAGE, unpriced: [] } },
  '/api/connection': ({ scene: { connection } }) =>
    connection ? { body: connection } : { body: { error: 'Not found' }, status: 404 },
  '/api/connection/connect': ({ scene }) => scene.connect?.(true) ?? REFUSED,
  '/api/connection/disconnect': ({ scene }) => scene.connect?.(false) ?? REFUSED,
  async '/api/health/recheck'({ scene }) {
    await scene.recheck?.()
    return { body: undefined, status: 204 }
  },
}

const NAMED = {
  requestId: '5e55',
  timestamp: '2026-11-20T12:00:00.000Z',
  method: 'POST',
  endpoint: '/v1/messages',
}

/** Sums of a day without requests. */
export const NO_USAGE: UsageBy['total'] = {
  requests: 0,
  input_tokens: 0,
  output_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation_5m_input_tokens: 0,
  cache_creation_1h_input_tokens: 0,
  web_search_requests: 0,
  cost: null,
}

/** The connection is reset. */
const REFUSED: Reply = { body: 'refuse' }

function note(stage: Stage, request: IncomingMessage, response: ServerResponse) {
  const name = `${request.method} ${request.url}`
  stage.requests.push(name)
  const open = stage.open.get(name) ?? { now: 0, most: 0 }
  stage.open.set(name, open)
  open.now += 1
  open.most = Math.max(open.most, open.now)
  response.once('close', () => (open.now -= 1))
}

function play(response: ServerResponse, body: unknown, status = 200): void {
  if (body === 'hang') return
  if (body === 'refuse') return void response.destroy()
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

function statusOf(health: Scene['health']): number {
  return health !== 'refuse' && (health.status === 'pass' || health.status === 'warn') ? 200 : 503
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const type = TYPES[extname(path)]
  try {
    const file = await readFile(join(PAGES, path))
    response.writeHead(200, {
      'content-type': type ?? 'application/octet-stream',
      'content-security-policy': POLICY,
      // Same headers as the real host: only then does the browser also cache the compiled script.
      ...(path.startsWith('/assets/') && { 'cache-control': 'public, max-age=31536000, immutable' }),
    })
    response.end(file)
  } catch {
    response.writeHead(404).end()
  }
}
