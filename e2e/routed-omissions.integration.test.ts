import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Headless, startHeadless } from './start-headless.ts'
import { closeServer, listenLocally } from '../main/base/testing/local-server.ts'

const CHUNKS = [
  '{"id":"c","object":"chat.completion.chunk","model":"x","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"}}]}',
  '{"id":"c","object":"chat.completion.chunk","model":"x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}',
  '[DONE]',
].map((data) => `data: ${data}\n\n`)

let signalbox: Headless
let dataDir: string
const bodies: string[] = []

const server = createServer((req, res) => {
  let body = ''
  req.on('data', (chunk: Buffer) => (body += chunk.toString()))
  req.on('end', () => {
    bodies.push(body)
    res.writeHead(200, { 'content-type': 'text/event-stream' }).end(CHUNKS.join(''))
  })
})

beforeAll(async () => {
  const apiBaseUrl = `http://127.0.0.1:${await listenLocally(server)}/v1`
  dataDir = await mkdtemp(join(tmpdir(), 'routed-omissions-'))
  const providers = [{ name: 'groq', type: 'groq', apiBaseUrl, apiKey: 'k', enabled: true }]
  await writeFile(join(dataDir, 'config.json'), JSON.stringify({ providers }))
  signalbox = await startHeadless({ dataDir })
})

afterAll(async () => {
  await signalbox.stop()
  await closeServer(server)
  await rm(dataDir, { recursive: true, force: true })
})

it('the log names what a provider did not receive', async () => {
  const tool = { type: 'tool_reference', name: 'Read' }
  const response = await fetch(`${signalbox.url}/v1/messages?beta=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify({
      model: 'groq,llama',
      max_tokens: 100,
      stream: true,
      safeguards: {},
      messages: [
        { role: 'system', content: [{ type: 'tool_addition', tool }] },
        {
          role: 'user',
          content: [
            { type: 'browser_state', url: 'https://a.test' },
            { type: 'text', text: 'hi' },
          ],
        },
      ],
    }),
  })
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('message_stop')
  expect(bodies.join('')).not.toContain('tool_addition')
  expect(bodies.join('')).toContain('browser_state')

  const omissions = await vi.waitFor(async () => {
    const list = await (await fetch(`${signalbox.url}/api/requests`)).json()
    const [{ requestId }] = list.requests
    const { request } = await (await fetch(`${signalbox.url}/api/requests/${requestId}`)).json()
    expect(request.omissions).toBeDefined()
    return request.omissions
  }, 10_000)
  expect(omissions).toEqual([
    { code: 'left_out', name: 'safeguards', count: 1 },
    { code: 'left_out', name: 'tool_addition', count: 1 },
    { code: 'said_in_words', name: 'browser_state', count: 1 },
  ])
})
