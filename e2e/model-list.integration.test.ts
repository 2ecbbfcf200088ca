import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Headless, startHeadless } from './start-headless.ts'
import { closeServer, listenLocally } from '../main/base/testing/local-server.ts'

const LIST = '{"data":[{"type":"model","id":"claude-opus-5"}],"has_more":true,"first_id":"claude-opus-5"}'
const DISCOVERY = '/v1/models?limit=1000'

let upstreamUrl: string
let asked: (string | undefined)[]

let status = 200

const upstream = createServer((req, res) => {
  asked.push(req.url)
  res.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_1' }).end(LIST)
})

beforeAll(async () => {
  upstreamUrl = `http://127.0.0.1:${await listenLocally(upstream)}`
})
beforeEach(() => {
  asked = []
  status = 200
})
afterAll(() => closeServer(upstream))

async function withSignalbox(config: object, use: (signalbox: Headless) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'model-list-'))
  await writeFile(join(dataDir, 'config.json'), JSON.stringify(config))
  const signalbox = await startHeadless({ dataDir, env: { ANTHROPIC_FORWARD_URL: upstreamUrl } })
  try {
    await use(signalbox)
  } finally {
    await signalbox.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

it('is Anthropic’s own for a client of its API, byte for byte, if nothing is advertised', async () => {
  await withSignalbox({}, async ({ url }) => {
    for (const headers of [
      { 'x-api-key': 'sk-ant-x' },
      { authorization: 'Bearer t' },
      { 'anthropic-version': '2023-06-01' },
    ]) {
      expect(await (await fetch(url + DISCOVERY, { headers })).text()).toBe(LIST)
    }
    expect(asked).toEqual([DISCOVERY, DISCOVERY, DISCOVERY])
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({ data: [], has_more: false })
    expect(asked).toHaveLength(3)
  })
})

it('begins with the models that are advertised or have a route, in Anthropic’s shape', async () => {
  const config = {
    providers: [{ name: 'local', type: 'ollama', enabled: true }],
    routes: {
      'claude-qwen': { provider: 'local', model: 'qwen3' },
      default: { provider: 'local', model: 'x' },
    },
    models: { advertise: [{ id: 'claude-mine', display_name: 'Mine' }] },
  }
  const own = [
    { type: 'model', id: 'claude-mine', display_name: 'Mine', created_at: expect.stringContaining('T') },
    {
      type: 'model',
      id: 'claude-qwen',
      display_name: 'qwen3 (local)',
      created_at: expect.stringContaining('T'),
    },
  ]
  await withSignalbox(config, async ({ url }) => {
    const headers = { authorization: 'Bearer t' }
    const response = await fetch(url + DISCOVERY, { headers })
    expect(response.headers.get('request-id')).toBe('req_1')
    const theirs = { type: 'model', id: 'claude-opus-5' }
    expect(await response.json()).toMatchObject({
      data: [...own, theirs],
      has_more: false,
      first_id: 'claude-mine',
      last_id: 'claude-opus-5',
    })
    expect(asked).toEqual([DISCOVERY])
    const second = await fetch(`${url}/v1/models?limit=2&after_id=claude-qwen`, { headers })
    expect(await second.json()).toMatchObject({ data: [theirs], has_more: false })

    status = 401
    expect(await (await fetch(url + DISCOVERY, { headers })).json()).toMatchObject({
      data: own,
      has_more: false,
    })
    expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({ data: own })
    expect(asked).toHaveLength(3)
  })
})
