import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDocument } from '../main/health/views/testing/documents.ts'
import { errorReply } from './fake-upstream/error-reply.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { createFakeHome, type FakeHome } from './seeds/fake-home.ts'
import { canHave, ensureCommands } from './seeds/ensure-commands.ts'
import { httpGet } from './seeds/http-get.ts'
import { startChecked } from './seeds/start-checked.ts'
import type { Headless } from './start-headless.ts'

/** `Accept` headers of Prometheus scrapes. */
const SCRAPERS: [string, string][] = [
  [
    'Prometheus 2.42',
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
  ],
  [
    'Prometheus 3',
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
  ],
]

/** From Debian's package `prometheus`. */
const PROMTOOL = 'promtool'

let home: FakeHome
let upstream: FakeUpstream
let server: Headless

beforeAll(async () => {
  home = await createFakeHome()
  upstream = await startFakeUpstream()
  server = await startChecked({ env: { HOME: home.path, ANTHROPIC_FORWARD_URL: upstream.url } })
  await send('claude-sonnet-4-5')
  await send('what a "name"\nthis is')
  upstream.reply(() => errorReply(529, 'overloaded_error'))
  await send('claude-opus-4-5')
})
afterAll(async () => {
  await server.stop('SIGKILL')
  await upstream.close()
  await home.remove()
})

async function send(model: string): Promise<void> {
  const body = JSON.stringify({ model, max_tokens: 1, messages: [] })
  const headers = { 'content-type': 'application/json' }
  await httpGet(`${server.url}/v1/messages`, { method: 'POST', headers, body })
}

describe.each(['/metrics', '/health'])('%s', (path) => {
  it.each(SCRAPERS)(
    'is exposition text for %s, with every series of the documents',
    async (_name, accept) => {
      const { status, headers, body } = await httpGet(server.url + path, { headers: { accept } })
      expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
      expect(headers['cache-control']).toBe('no-cache, no-store, must-revalidate')
      const named = readDocument('001').match(/\bclaude_proxy_\w+/g) ?? []
      expect(named).toHaveLength(4)
      for (const series of [...named, 'ccproxy_requests_total', 'ccproxy_info', 'ccproxy_active_requests'])
        expect(body).toMatch(new RegExp(`^${series}(_count)?(\\{.*\\})? \\d`, 'm'))
      expect(body).toContain('up{job="ccproxy"} 1')
      expect(body).toContain(
        'claude_proxy_requests_total{method="POST",endpoint="/v1/messages",status="529"} 1',
      )
      expect(body).toContain('claude_proxy_errors_total{type="upstream_529"} 1')
      expect(body).toContain('model="other"')
      expect(body).not.toContain('what a')
    },
  )

  it.skipIf(!canHave([PROMTOOL]))('is accepted by promtool', async () => {
    ensureCommands([PROMTOOL])
    const { body } = await httpGet(server.url + path, { headers: { accept: 'text/plain;version=0.0.4' } })
    const checker = spawn(PROMTOOL, ['check', 'metrics'])
    const exited = once(checker, 'exit')
    checker.stdin.end(body)
    const complaints = (await text(checker.stdout)) + (await text(checker.stderr))
    expect([complaints, await exited]).toEqual(['', [0, null]])
  })
})

it('keeps telling its numbers while it drains, when they are wanted most', async () => {
  await httpGet(`${server.url}/api/drain`, { method: 'POST' })
  const { status, body } = await httpGet(`${server.url}/health?view=prometheus`)
  expect(status).toBe(200)
  expect(body).toMatch(/^claude_proxy_draining 1$/m)
  await httpGet(`${server.url}/api/drain`, { method: 'DELETE' })
})

it('has no metrics where they are switched off', async () => {
  const without = await startChecked({
    env: { HOME: home.path, SIGNALBOX_METRICS: 'off' },
    checks: ['proxy_service'],
  })
  expect((await httpGet(`${without.url}/metrics`)).status).toBe(404)
  await without.stop('SIGKILL')
})
