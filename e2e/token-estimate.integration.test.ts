import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { startHeadless } from './start-headless.ts'

const BODY = {
  model: 'claude-x',
  max_tokens: 10,
  system: [{ type: 'text', text: 'You are a careful program that reads every word of this sentence.' }],
  messages: Array.from({ length: 21 }, (_, i) => ({
    role: i % 2 === 0 ? 'user' : 'assistant',
    content: [{ type: 'text', text: `Message ${i} says what the next step is, and why it is needed.` }],
  })),
}

it('count_tokens says the figure that the route for long contexts goes by', async () => {
  const upstream = await startFakeUpstream()
  const dataDir = await mkdtemp(join(tmpdir(), 'token-estimate-'))
  const configure = (longContextThreshold: number) =>
    writeFile(
      join(dataDir, 'config.json'),
      JSON.stringify({
        providers: [{ name: 'openai', apiBaseUrl: upstream.url, apiKey: 'key', enabled: true }],
        routes: {
          default: { provider: 'openai', model: 'short-model' },
          longContext: { provider: 'openai', model: 'long-model' },
        },
        routing: { longContextThreshold },
      }),
    )
  await configure(1_000_000)
  const signalbox = await startHeadless({ dataDir })
  const ask = async (path: string): Promise<unknown> => {
    const options = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(BODY),
    }
    return await (await fetch(signalbox.url + path, options)).json()
  }
  const modelAsked = async () => {
    await ask('/v1/messages')
    return /"model":"([a-z]+-model)"/.exec(upstream.requests.at(-1)?.body.toString() ?? '')?.[1]
  }

  const { input_tokens: tokens } = (await ask('/v1/messages/count_tokens')) as { input_tokens: number }
  expect(tokens).toBeGreaterThan(200)
  expect(await modelAsked()).toBe('short-model')
  await configure(tokens - 1)
  await expect.poll(modelAsked, { timeout: 20_000 }).toBe('long-model')
  await configure(tokens)
  await expect.poll(modelAsked, { timeout: 20_000 }).toBe('short-model')

  await signalbox.stop()
  await upstream.close()
  await rm(dataDir, { recursive: true, force: true })
})
