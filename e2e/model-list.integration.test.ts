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

const upstream = createServer((req, res) => {
  asked.push(req.url)
  res.writeHead(200, { 'content-type': 'application/json' }).end(LIST)
})

beforeAll(async () => {
  upstreamUrl = `http://127.0.0.1:${await listenLocally(upstream)}`
})
beforeEach(() => {
  asked = []
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
