import type { AppInfo } from '../../shared/ipc.ts'
import type { FindingCode } from '../../shared/language/en.ts'
import { finding } from '../../shared/language/say-verdict.ts'
import type { Finding, VerdictState } from '../../shared/verdict.ts'
import type { DrainState, InFlightItem, Livez } from '../../shared/livez.ts'
import type { Status } from '../../shared/status.ts'
import { type Changes, documentForTest } from '../../renderer/status/checks/document-for-test.ts'
import { problemForTest, verdictForTest } from '../../renderer/status/verdict-for-test.ts'
import type { Connection } from '../../shared/connection.ts'
import type { RequestSummary } from '../../shared/request-log.ts'
import { NO_USAGE, type Scene } from './tray-stage.ts'

const BASE_URL = 'http://127.0.0.1:3456'
const MINUTE = 60_000
const LINES: InFlightItem[] = [
  line('claude-opus-4-5-20251101', 'streaming', 72_000),
  line('claude-sonnet-4-5-20250929', 'streaming', 31_000),
  line('claude-haiku-4-5-20251001', 'waiting', 4_000),
  line('claude-sonnet-4-5-20250929', 'connecting', 1_000),
  line('claude-haiku-4-5-20251001', 'receiving', 500),
  line('claude-haiku-4-5-20251001', 'receiving', 300),
  line('claude-haiku-4-5-20251001', 'receiving', 100),
]

/** A running server before its first request, without a connection switch. */
export function firstRun(): Scene {
  return withVerdict(scene(0, {}), 'running', finding('connection_unknown'))
}

/** A running server with past requests and none in flight. */
export function idle(): Scene {
  return scene(0, { last_request_at: new Date(Date.now() - 4 * MINUTE).toISOString() })
}

/** `count` requests in flight. */
export function active(count = 3): Scene {
  return scene(count, { last_request_at: new Date().toISOString() })
}

/** A drain with `left` requests in flight. */
export function draining(left = 3, drain: Partial<DrainState> = {}): Scene {
  const { livez, status } = active(left)
  const { source } = { ...DRAIN, ...drain }
  const state = left > 0 ? 'draining' : 'drained'
  const code: FindingCode = source === 'request' ? state : `${state}_${source}`
  const shown: Scene = {
    livez: { ...(livez as Livez), draining: true, drain: { ...DRAIN, ...drain } },
    health: { ...documentForTest(Date.now()), status: 'fail', output: 'draining' },
    status,
  }
  return withVerdict(shown, state, finding(code))
}

/** The scene with another verdict; without findings, Claude Code is connected. */
export function withVerdict(base: Scene, state: VerdictState, ...findings: Finding[]): Scene {
  const { livez } = base
  if (typeof livez === 'string') throw new Error('a server that does not respond has no verdict')
  return { ...base, livez: { ...livez, verdict: verdictForTest(state, ...findings) } }
}

/** The scene with a warning, from a check or from requests. */
export function warned(base: Scene, code: FindingCode, params: Finding['params'] = {}): Scene {
  return withVerdict(base, 'warning', problemForTest(code, params))
}

/** The scene with some checks changed; see `documentForTest`. */
export function withChecks(base: Scene, changes: Changes, agesMs: Record<string, number> = {}): Scene {
  return { ...base, health: documentForTest(Date.now(), changes, agesMs) }
}

/** The scene with an account whose limits are used to this extent, as reported by a response `ageMs` ago. */
export function withLimits(
  base: Scene,
  { fiveHours, sevenDays, ageMs = 0 }: { fiveHours: number; sevenDays: number; ageMs?: number },
): Scene {
  const heard = { capturedAt: new Date(Date.now() - ageMs).toISOString(), ageMs }
  const window = (name: string, used: number, hours: number) => ({
    pool: 'subscription' as const,
    name,
    used,
    resetsAt: new Date(Date.now() + hours * 3_600_000).toISOString(),
    ...heard,
  })
  const windows = [window('5h', fiveHours, 1.7), window('7d', sevenDays, 75)]
  return { ...base, limits: [{ ...heard, windows, rateLimit: {} }] }
}

/** The scene with usage of today, and with names for its sessions: the first runs, the second cost most. */
export function withToday(base: Scene, change: { project?: string; title?: string } = {}): Scene {
  const { project = '/home/ada/parser', title = 'Fix the tests of the duration parser' } = change
  const usage = (cost: number, requests: number) => ({ ...NO_USAGE, requests, cost })
  const status = base.status === 'refuse' ? base.status : { ...base.status }
  if (status !== 'refuse')
    status.in_flight = status.in_flight.map((item, index) => ({
      ...item,
      session: index % 2 === 0 ? 'aaaa' : 'bbbb',
    }))
  return {
    ...base,
    status,
    sessions: {
      aaaa: { project: '/home/ada/shop', sessionTitle: 'Add a basket' },
      bbbb: { project, sessionTitle: title },
    },
    today: {
      groups: [
        { key: { session: 'bbbb' }, ...usage(3.2, 120) },
        { key: { session: 'aaaa' }, ...usage(0.92, 67) },
      ],
      total: usage(4.12, 187),
      unpriced: [],
    },
  }
}

/** A request that the upstream refused `agoMs` ago. */
export function refused(agoMs: number, change: Partial<RequestSummary> = {}): RequestSummary {
  return {
    requestId: '4f2a',
    timestamp: new Date(Date.now() - agoMs).toISOString(),
    method: 'POST',
    endpoint: '/v1/messages',
    model: 'claude-opus-4-5-20251101',
    statusCode: 529,
    errorType: 'overloaded_error',
    responseTime: 0,
    termination: { endedBy: 'upstream', phase: 'done' },
    ...change,
  }
}

/** Claude Code's connection to this Signalbox. */
export function connection(change: Partial<Connection> = {}): Connection {
  return {
    state: 'connected',
    sentence: 'Claude Code uses Signalbox.',
    baseUrl: BASE_URL,
    settingsPath: '~/.claude/settings.json',
    currentUrl: BASE_URL,
    ours: true,
    releasing: false,
    toolSearch: false,
    statusLine: false,
    statusLineFound: 'none',
    gateway: null,
    gatewayKept: false,
    gatewayChoice: 'keep',
    restoreOnQuit: true,
    preview: null,
    sessions: [],
    fidelity: [],
    problems: [],
    ...change,
  }
}

/** Claude Code before it is connected. */
export function direct(change: Partial<Connection> = {}): Connection {
  const sentence = 'Claude Code talks to Anthropic directly.'
  return connection({ state: 'direct', sentence, currentUrl: null, ours: false, ...change })
}

/** The shell's view of a running server. */
export function running(): AppInfo {
  return {
    version: '0.1.0',
    platform: 'linux',
    server: { state: 'running', baseUrl: BASE_URL },
    quitting: false,
    language: 'en',
  }
}

/** The shell's view of a server whose port is taken. */
export function portBusy(details: Record<string, unknown> = {}): AppInfo {
  const failure = {
    status: 'unhealthy',
    error: 'Port 3456 is in use.',
    details: {
      port: 3456,
      host: '127.0.0.1',
      holder: { pid: 4242, name: 'node' },
      own_instance: false,
      next_free_port: 3457,
      ...details,
    },
  } as const
  const reason =
    details['own_instance'] === true
      ? finding('port_busy_own', { port: 3456 })
      : finding('port_busy_holder', { port: 3456, name: 'node', pid: 4242 })
  return {
    ...running(),
    server: { state: 'failed', failure },
    verdict: verdictForTest('not_running', reason),
  }
}

/** The shell's view of a server that was stopped. */
export function stopped(): AppInfo {
  return {
    ...running(),
    server: { state: 'stopped' },
    verdict: verdictForTest('stopped', finding('stopped')),
  }
}

/** One of three requests has been silent for a minute. */
export function silent(): Scene {
  const [oldest, ...others] = LINES
  if (oldest === undefined) throw new Error('there are no lines')
  return scene(3, { in_flight: [{ ...oldest, silent_ms: 65_000 }, ...others.slice(0, 2)] })
}

/** A server that does not respond. */
export function gone(): Scene {
  return { livez: 'refuse', health: 'refuse', status: 'refuse' }
}

const DRAIN: DrainState = {
  source: 'request',
  started_at: '2026-11-20T12:00:00.000Z',
  in_flight_at_start: 1,
  refuses_new: true,
  cancellable: true,
}

function scene(count: number, more: Partial<Status>): Scene {
  const lines = LINES.slice(0, count)
  const oldest = lines[0]?.age_ms
  return {
    livez: {
      status: 'ok',
      timestamp: '2026-11-20T12:00:00.000Z',
      in_flight: count,
      draining: false,
      instance_id: 'stage',
      version: '0.1.0',
      uptime_ms: 124 * MINUTE,
      verdict: verdictForTest(count > 0 ? 'active' : 'running'),
      ...(oldest !== undefined && { oldest_ms: oldest }),
    },
    health: documentForTest(Date.now()),
    status: {
      base_url: BASE_URL,
      upstream: 'https://api.anthropic.com',
      port: 3456,
      pid: 4243,
      in_flight: lines,
      ...more,
    },
  }
}

function line(model: string, phase: InFlightItem['phase'], age_ms: number): InFlightItem {
  return { id: `${model}-${phase}-${age_ms}`, model, path: '/v1/messages', phase, age_ms }
}
