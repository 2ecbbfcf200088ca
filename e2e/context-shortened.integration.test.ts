import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

let upstream: FakeUpstream
let signalbox: Headless
let dataDir: string

beforeAll(async () => {
  upstream = await startFakeUpstream()
  dataDir = await mkdtemp(join(tmpdir(), 'context-shortened-'))
  const providers = [{ name: 'ollama', type: 'ollama', apiBaseUrl: upstream.url, enabled: true }]
  await writeFile(join(dataDir, 'config.json'), JSON.stringify({ providers }))
  signalbox = await startHeadless({ dataDir })
})
afterAll(async () => {
  await signalbox.stop()
  await upstream.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function ask(inputTokens: number): Promise<void> {
  const blocks = [{ type: 'text' as const, deltas: ['Hi.'] }]
  upstream.reply([{ kind: 'message', message: { blocks, stopReason: 'end_turn', inputTokens } }])
  const response = await fetch(`${signalbox.url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'ollama,qwen3',
      max_tokens: 99,
      stream: true,
      messages: [{ role: 'user', content: 'a word and another '.repeat(10_000) }],
    }),
  })
  expect(response.status).toBe(200)
  await response.text()
}

const checks = async () => {
  const headers = { accept: 'application/health+json' }
  return JSON.stringify(await (await fetch(`${signalbox.url}/health`, { headers })).json())
}

it('log and health name a model whose server drops the beginning of a request', async () => {
  expect(await checks()).not.toContain('OLLAMA_CONTEXT_LENGTH')
  await ask(4096)
  await ask(4096)
  await vi.waitFor(
    async () => expect(await checks()).toMatch(/ollama read 4096 of about \d{5} tokens with qwen3/),
    10_000,
  )
  expect(await checks()).toContain('OLLAMA_CONTEXT_LENGTH')
  expect(signalbox.stderr().match(/OLLAMA_CONTEXT_LENGTH/g)).toHaveLength(1)
})
