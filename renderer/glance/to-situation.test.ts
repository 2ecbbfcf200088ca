import { expect, test } from 'vitest'
import type { AppInfo, ServerState } from '../../shared/ipc.ts'
import { NO_READING, nextReading } from '../api/reading.ts'
import { brokenCli, documentForTest, signIn } from './checks/document-for-test.ts'
import { NOW, observe, observeChecks, observeLivez } from './observe-for-test.ts'
import { toSituation } from './to-situation.ts'

const busy = { port: 3456, host: '127.0.0.1', own_instance: false, next_free_port: 3457 }
const failure = { status: 'unhealthy' as const, error: 'Port 3456 is in use.', details: busy }

test('before the first answer it is loading', () => {
  expect(toSituation(observe({ livez: NO_READING }))).toEqual({ kind: 'loading' })
})

test('one lost answer changes nothing, two in a row are unreachable, the next answer mends it', () => {
  const good = observe({ trafficOn: 'a' })
  const once = nextReading(good.livez, { kind: 'no-connection' }, NOW)
  const twice = nextReading(once, { kind: 'no-connection' }, NOW)
  expect(toSituation({ ...good, livez: once }).kind).toBe('idle')
  expect(toSituation({ ...good, livez: twice }).kind).toBe('unreachable')
  const value = good.livez.value
  if (!value) throw new Error('the observation has an answer')
  const again = nextReading(twice, { kind: 'answer', value }, NOW)
  expect(toSituation({ ...good, livez: again }).kind).toBe('idle')
})

test('unhealthy is what the server says of itself, not silence', () => {
  const seen = observeChecks({ storage: { status: 'fail', output: 'Disk full.' } })
  expect(toSituation(seen)).toEqual({
    kind: 'unhealthy',
    about: 'storage',
    advice: { sentence: 'Disk full.' },
  })
})

test('an answer that cannot be understood is not called unreachable', () => {
  const livez = nextReading(observe().livez, { kind: 'bad-answer', message: undefined }, NOW)
  expect(toSituation(observe({ livez })).kind).toBe('unhealthy')
})

test('a health check that fails twice beside a living server is a warning', () => {
  expect(toSituation(observe({ health: { ...observe().health, failures: 2 } })).kind).toBe('degraded')
})

test('a check that a person should hear about is a warning, on a first run too, and while requests run', () => {
  const changes = { claude_cli: brokenCli('not_installed') }
  expect(toSituation(observeChecks(changes))).toMatchObject({ kind: 'degraded', about: 'claude_cli' })
  expect(toSituation(observeLivez({ in_flight: 2 }, observeChecks(changes))).kind).toBe('degraded')
})

test('warnings that many live with change nothing', () => {
  const seen = observeChecks({
    codex_cli: brokenCli('not_installed'),
    oauth2_credentials: signIn('missing'),
    claude_sdk: { status: 'warn' },
  })
  expect(toSituation(seen).kind).toBe('first-run')
})

test('Claude Code is only said to go through Signalbox once this very server has carried a request', () => {
  expect(toSituation(observe()).kind).toBe('first-run')
  expect(toSituation(observe({ trafficOn: 'an earlier start' })).kind).toBe('first-run')
  expect(toSituation(observe({ trafficOn: 'a' })).kind).toBe('idle')
  const status = observe().status
  const value = status.value && { ...status.value, last_request_at: '2026-11-20T11:00:00.000Z' }
  expect(toSituation(observe({ status: { ...status, ...(value && { value }) } })).kind).toBe('idle')
})

test('requests in flight make it active', () => {
  expect(toSituation(observeLivez({ in_flight: 2 }, { trafficOn: 'a' }))).toEqual({ kind: 'active' })
})

test('a drain is draining until nothing is left, and then drained', () => {
  expect(toSituation(observeLivez({ draining: true, in_flight: 1 })).kind).toBe('draining')
  expect(toSituation(observeLivez({ draining: true, in_flight: 0 })).kind).toBe('drained')
})

test('the 503 of a draining server is not unhealthy', () => {
  const seen = observeLivez({ draining: true })
  const value = { ...documentForTest(NOW), status: 'fail' as const, output: 'draining' }
  const health = { ...seen.health, value }
  expect(toSituation({ ...seen, health }).kind).toBe('drained')
  expect(toSituation({ ...observe({ trafficOn: 'a' }), health }).kind).toBe('idle')
})

test('what the shell says of a dead server goes before old answers', () => {
  expect(toSituation(observe({ app: app({ state: 'stopped' }) })).kind).toBe('stopped')
  expect(toSituation(observe({ app: app({ state: 'starting' }) })).kind).toBe('starting')
  expect(toSituation(observe({ app: app({ state: 'failed', failure }) }))).toEqual({
    kind: 'port-busy',
    details: busy,
  })
})

test('a start that failed for another reason keeps its reason', () => {
  const other = { ...failure, error: 'Permission denied.', details: { errno: -13 } }
  const seen = observe({ app: app({ state: 'failed', failure: other }) })
  expect(toSituation(seen)).toEqual({ kind: 'failed', reason: 'Permission denied.' })
})

test('without the shell, the start failure in /health says why, although /livez is silent', () => {
  const health = { value: failure, at: NOW, failures: 0, confused: false }
  expect(toSituation(observe({ livez: { ...NO_READING, failures: 9 }, health })).kind).toBe('port-busy')
})

test('a start failure of yesterday does not outlive a running server', () => {
  const health = { value: failure, at: NOW, failures: 0, confused: false }
  const running = app({ state: 'running', baseUrl: 'http://127.0.0.1:3457' })
  expect(toSituation(observe({ app: running, health })).kind).not.toBe('port-busy')
})

function app(server: ServerState): AppInfo {
  return { version: '0.1.0', platform: 'linux', server, quitting: false, language: 'en' as const }
}
