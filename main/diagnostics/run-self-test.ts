import type { SelfTest, SelfTestProbe } from '../../shared/diagnostics.ts'
import { type Exchange, exchange } from './exchange.ts'

/** A foreign host name, as seen after DNS rebinding. `.example` is reserved (RFC 2606). */
const STRANGER = 'attacker.example'

export interface SelfTestDeps {
  port: number
  /** True when the dashboard's API requires a password. */
  asksForPassword: boolean
  now: () => number
}

interface Probe {
  name: SelfTestProbe['name']
  line: `${'GET' | 'POST' | 'OPTIONS'} ${string}`
  headers: (host: string) => readonly string[]
  /** Expected error code, or `none` for a successful response. */
  expects: string
}

/**
 * Requests that an attacker could send. None has a body or an effect, even if accepted. The first is harmless and must
 * succeed: a listener that refuses everything would pass all others.
 */
const PROBES: readonly Probe[] = [
  { name: 'own_request', line: 'GET /livez', headers: own, expects: 'none' },
  {
    name: 'foreign_host',
    line: 'GET /api/status',
    headers: () => [`Host: ${STRANGER}`],
    expects: 'host_not_allowed',
  },
  {
    name: 'foreign_origin',
    line: 'GET /api/status',
    headers: (host) => [...own(host), `Origin: https://${STRANGER}`],
    expects: 'origin_not_allowed',
  },
  {
    name: 'other_local_site',
    line: 'GET /api/status',
    headers: (host) => [...own(host), 'Origin: http://localhost:1'],
    expects: 'origin_not_allowed',
  },
  {
    name: 'null_origin',
    line: 'POST /api/hello',
    headers: (host) => [...own(host), 'Origin: null', 'Content-Length: 0'],
    expects: 'origin_not_allowed',
  },
  {
    name: 'cross_site',
    line: 'GET /api/status',
    headers: (host) => [...own(host), 'Sec-Fetch-Site: cross-site'],
    expects: 'origin_not_allowed',
  },
  {
    name: 'two_hosts',
    line: 'GET /api/status',
    headers: (host) => [...own(host), `Host: ${STRANGER}`],
    expects: 'bad_request_target',
  },
  { name: 'other_target', line: `GET http://${STRANGER}/`, headers: own, expects: 'bad_request_target' },
  {
    name: 'preflight',
    line: 'OPTIONS /api/requests',
    headers: (host) => [
      ...own(host),
      `Origin: https://${STRANGER}`,
      'Access-Control-Request-Method: DELETE',
      'Access-Control-Request-Private-Network: true',
    ],
    expects: 'origin_not_allowed',
  },
  {
    name: 'upgrade',
    line: 'GET /api/events',
    headers: (host) => [
      ...own(host),
      `Origin: https://${STRANGER}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ],
    expects: 'origin_not_allowed',
  },
]

const WITH_PASSWORD: Probe = {
  name: 'no_password',
  line: 'GET /api/status',
  headers: own,
  expects: 'password_required',
}

/** Attacks our own listener over a real socket, one probe at a time. Never rejects: a missing response is a finding. */
export async function runSelfTest({ port, asksForPassword, now }: SelfTestDeps): Promise<SelfTest> {
  // Over loopback, where Signalbox always listens and requires no access key.
  const baseUrl = `http://127.0.0.1:${port}`
  const probes: SelfTestProbe[] = []
  for (const probe of asksForPassword ? [...PROBES, WITH_PASSWORD] : PROBES)
    probes.push(await run(probe, new URL(baseUrl)))
  return {
    passed: probes.every(({ passed }) => passed),
    at: new Date(now()).toISOString(),
    address: baseUrl,
    probes,
  }
}

async function run({ name, line, headers, expects }: Probe, address: URL): Promise<SelfTestProbe> {
  const { host } = address
  const fields = headers(host)
  const response = await exchange(address, [`${line} HTTP/1.1`, ...fields])
  const forged = fields.filter((field) => field !== `Host: ${host}` && isForged(field))
  return {
    name,
    sent: [line, ...forged].join(', '),
    saw: describe(response),
    passed: response.kind === 'response' && isAsExpected(response, expects),
  }
}

function own(host: string): readonly string[] {
  return [`Host: ${host}`]
}

function isForged(field: string): boolean {
  return /^(?:Host|Origin|Sec-Fetch-Site|Upgrade):/.test(field)
}

/** A CORS header fails the probe, whatever the status: a page could read that response. */
function isAsExpected(
  { status, code, allowsOrigin }: Extract<Exchange, { kind: 'response' }>,
  expects: string,
) {
  if (allowsOrigin) return false
  return expects === 'none' ? status === 200 : status >= 400 && code === expects
}

function describe(response: Exchange): string {
  if (response.kind === 'failed') return response.reason
  const { status, code, allowsOrigin } = response
  return [status, code, allowsOrigin && 'access-control-allow-origin'].filter(Boolean).join(' ')
}
