import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

/*
 * While requests fail, no command reports success, even if a limit or an overload refuses them, or if the instance
 * shows its state only to callers with its key.
 */

const KEY = { CCPROXY_API_KEY: 'a-key-of-its-own', SIGNALBOX_REQUIRE_KEY_ON_LOOPBACK: 'true' }

let home: string
let upstream: FakeUpstream
let signalbox: Headless
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'signalbox-cli-trouble-'))
  upstream = await startFakeUpstream()
  signalbox = await startHeadless({ dataDir: home, env: { ANTHROPIC_FORWARD_URL: upstream.url, ...KEY } })
  const overloaded = { kind: 'http' as const, status: 529, body: '{"type":"error"}' }
  upstream.reply([overloaded, overloaded])
  for (let count = 0; count < 2; count++) {
    const body = JSON.stringify({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'hi' }] })
    const headers = { 'x-proxy-api-key': KEY.CCPROXY_API_KEY }
    const response = await fetch(`${signalbox.url}/v1/messages`, { method: 'POST', body, headers })
    await response.arrayBuffer()
  }
}, 60_000)
afterAll(async () => {
  await signalbox.stop('SIGKILL')
  await upstream.close()
  await rm(home, { recursive: true, force: true })
})

async function run(command: string): Promise<string> {
  const child = spawn(process.execPath, ['main/headless.ts', command, '--port', String(signalbox.port)], {
    cwd: join(import.meta.dirname, '..'),
    env: { PATH: process.env['PATH'] ?? '', HOME: home, SIGNALBOX_DATA_DIR: home, ...KEY },
  })
  let output = ''
  child.stdout.on('data', (text) => (output += text))
  child.stderr.on('data', (text) => (output += text))
  await once(child, 'close')
  return output
}

const OVERLOADED = /is overloaded \(529\)\. 2 requests failed in the last minute\./

it('status names the overload and the last failure', async () => {
  const output = await run('status')
  expect(output).toMatch(OVERLOADED)
  expect(output).toMatch(/^Last failure: 529/m)
})

it('doctor names the overload and does not say that there are no problems', async () => {
  const output = await run('doctor')
  expect(output).toMatch(OVERLOADED)
  expect(output).not.toContain('No problems found.')
})
