import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Livez } from '../shared/livez.ts'
import { startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { startHeadless } from './start-headless.ts'

/** Codes of the verdict's reason and its other findings. */
async function codes(url: string): Promise<string[]> {
  const { verdict } = Value.Parse(Livez, await (await fetch(`${url}/livez`)).json())
  return verdict === undefined ? [] : [verdict.reason, ...verdict.others].map(({ code }) => code)
}

it('waits for the first request on the first run only', async () => {
  const home = await mkdtemp(join(tmpdir(), 'signalbox-restart-'))
  const upstream = await startFakeUpstream()
  onTestFinished(async () => {
    await upstream.close()
    await rm(home, { recursive: true, force: true })
  })
  const env = { HOME: home, USERPROFILE: home, ANTHROPIC_FORWARD_URL: upstream.url }
  const dataDir = join(home, 'data')
  const json = { 'content-type': 'application/json' }

  const first = await startHeadless({ dataDir, env })
  const connected = await fetch(`${first.url}/api/connection/connect`, {
    method: 'POST',
    headers: json,
    body: '{}',
  })
  expect(connected.status).toBe(200)
  await vi.waitUntil(async () => (await codes(first.url)).includes('waiting_first_request'), 10_000)
  const body = JSON.stringify({
    model: 'claude-opus-5-5',
    max_tokens: 8,
    messages: [{ role: 'user', content: 'hi' }],
  })
  expect((await fetch(`${first.url}/v1/messages`, { method: 'POST', headers: json, body })).status).toBe(200)
  await vi.waitUntil(async () => (await codes(first.url)).includes('connected'), 10_000)
  await first.stop()

  const second = await startHeadless({ dataDir, env })
  await vi.waitUntil(async () => (await codes(second.url)).includes('connected'), 10_000)
  expect(await codes(second.url)).not.toContain('waiting_first_request')
  await second.stop()
})
