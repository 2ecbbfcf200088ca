import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createBrotliCompress, createDeflate, createGzip, createZstdCompress } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MODELS, pathOf } from './provider-rig/provider-rig.ts'
import { type Headless, startHeadless } from './start-headless.ts'
import { listenLocally } from '../main/base/testing/local-server.ts'

/*
 * An upstream that never stops sending. The proxy must report it, close the connection, and buffer no more than a
 * multiple of its limits.
 */

const MIB = 1024 * 1024
/** Limit for every hostile case, in bytes. */
const MAX_GROWTH = 150 * MIB
/** Data offered: far more than may be read. */
const OFFERED = 300 * MIB
const TYPES = Object.keys(MODELS) as (keyof typeof MODELS)[]

let signalbox: Headless
let dataDir: string
let url: string
let play: (res: ServerResponse) => void
/** Resolves when the connections to the upstream have closed. */
let closed: Promise<unknown>

const server = createServer((req, res) => {
  closed = once(res, 'close')
  req.resume().on('end', () => play(res))
})

beforeAll(async () => {
  const port = await listenLocally(server)
  url = `http://127.0.0.1:${port}`
  dataDir = await mkdtemp(join(tmpdir(), 'provider-limits-'))
  const providers = TYPES.map((type) => {
    return { name: type, type, apiBaseUrl: url + pathOf(type), apiKey: 'k', enabled: true }
  })
  await writeFile(join(dataDir, 'config.json'), JSON.stringify({ providers }))
  const env = {
    ANTHROPIC_FORWARD_URL: url,
    SIGNALBOX_PROVIDER_RETRIES: '0',
    ANTHROPIC_DEMOTE_NONSTREAMING: 'true',
  }
  signalbox = await startHeadless({ dataDir, env })
  // Modules loaded with the first call do not count as growth.
  for (const type of TYPES) {
    play = (res) => res.writeHead(400).end('{}')
    await ask({ model: `${type},${MODELS[type]}`, stream: false })
  }
})

afterAll(async () => {
  await signalbox.stop()
  server.closeAllConnections()
  server.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** In bytes; constant on systems that do not report it. */
function memory(name: 'VmRSS' | 'VmHWM'): number {
  if (process.platform !== 'linux') return 0
  const status = readFileSync(`/proc/${signalbox.pid}/status`, 'latin1')
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024
}

interface Received {
  status: number
  code: string | null
  retry: string | null
  text: string
}

async function ask({ model, stream }: { model: string; stream: boolean }): Promise<Received> {
  const response = await fetch(`${signalbox.url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
    body: JSON.stringify({ model, max_tokens: 10, stream, messages: [{ role: 'user', content: 'hi' }] }),
  })
  const { status, headers } = response
  return {
    status,
    code: headers.get('x-proxy-error'),
    retry: headers.get('x-should-retry'),
    text: await response.text(),
  }
}

/** The response, once the upstream's connection is closed; fails if memory grew by too much. */
async function askHostile(how: { model: string; stream: boolean }): Promise<Received> {
  const before = memory('VmRSS')
  if (process.platform === 'linux') writeFileSync(`/proc/${signalbox.pid}/clear_refs`, '5')
  const response = await ask(how)
  await closed
  expect(memory('VmHWM') - before).toBeLessThan(MAX_GROWTH)
  return response
}

/** Pieces until `OFFERED` bytes, or until the other side disconnects. */
function* endless(start: string, piece: string, mark = ''): Generator<string> {
  yield start
  for (let sent = 0; sent < OFFERED; sent += piece.length) yield piece
  yield mark
}

function send(res: ServerResponse, wire: Iterable<string>, coding?: string): void {
  const source = Readable.from(wire, { objectMode: false })
  const coder = coding === undefined ? undefined : CODERS[coding]?.()
  const body = coder === undefined ? source : source.pipe(coder)
  res.once('close', () => {
    source.destroy()
    body.destroy()
  })
  body.pipe(res)
}

const CODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & { destroy: () => void }>> = {
  gzip: createGzip,
  deflate: createDeflate,
  br: () => createBrotliCompress({ params: { 1: 1 } }),
  zstd: createZstdCompress,
}

const NUMBERS = '1,'.repeat(MIB / 2)
const TEXT = 'x'.repeat(MIB)

describe('a response that is no stream', () => {
  const json = { 'content-type': 'application/json' }

  it.each(TYPES)(
    'of %s and never ends is a 502 that is not retried',
    async (type) => {
      for (const piece of [TEXT, NUMBERS]) {
        play = (res) => send(res.writeHead(200, json), endless('{"choices":["', piece))
        const response = await askHostile({ model: `${type},${MODELS[type]}`, stream: false })
        expect(response).toMatchObject({ status: 502, code: 'provider_failed', retry: 'false' })
        expect(response.text).toContain('larger than Signalbox accepts')
      }
    },
    60_000,
  )

  it.each(TYPES)('of %s and is nested too deeply is a 502, and an error keeps its status', async (type) => {
    const deep = `{"choices":${'['.repeat(MIB)}`
    for (const status of [200, 400, 503]) {
      play = (res) => send(res.writeHead(status, json), [deep])
      const response = await askHostile({ model: `${type},${MODELS[type]}`, stream: false })
      expect(response).toMatchObject({ status: status === 200 ? 502 : status, code: 'provider_failed' })
    }
  })

  it.each(Object.keys(CODERS))(
    'and is a bomb in %s is a 502, too',
    async (coding) => {
      play = (res) =>
        send(res.writeHead(200, { ...json, 'content-encoding': coding }), endless('"', TEXT), coding)
      const response = await askHostile({ model: `openai,${MODELS.openai}`, stream: false })
      expect(response).toMatchObject({ status: 502, code: 'provider_failed', retry: 'false' })
    },
    60_000,
  )

  it.each(['identity', ...Object.keys(CODERS)])(
    'and is an error in %s keeps its status',
    async (coding) => {
      for (const status of [400, 401, 429]) {
        play = (res) => {
          const head = coding === 'identity' ? json : { ...json, 'content-encoding': coding }
          send(res.writeHead(status, head), endless('{"error":{"message":"', TEXT), coding)
        }
        for (const stream of [true, false]) {
          const response = await askHostile({ model: `openai,${MODELS.openai}`, stream })
          expect(response).toMatchObject({ status, code: 'provider_failed' })
          expect(response.text.length).toBeLessThan(10_000)
        }
      }
    },
    60_000,
  )
})

/** A stream chunk in OpenAI's chat format. */
function chat(delta: object): string {
  return `data: ${JSON.stringify({ id: 'c', model: 'x', choices: [{ index: 0, delta }] })}\n\n`
}

function call(text: string): string {
  return chat({ tool_calls: [{ index: 0, id: 'call_1', function: { name: 'Write', arguments: text } }] })
}

describe('a stream', () => {
  const sse = { 'content-type': 'text/event-stream' }

  it.each(TYPES)(
    'of %s with an event that never ends is an error',
    async (type) => {
      const lines = `data: ${'x'.repeat(1000)}\n`.repeat(1000)
      for (const piece of [TEXT, lines]) {
        play = (res) => send(res.writeHead(200, sse), endless('data: ', piece))
        const response = await askHostile({ model: `${type},${MODELS[type]}`, stream: true })
        expect(response.text).toContain('larger than Signalbox accepts')
      }
    },
    60_000,
  )

  it.each(TYPES)('of %s in single bytes that are no events ends in an error', async (type) => {
    const bytes = Buffer.from('data: {"x":[[[[\n\ndata: é\r\n\r\n: \n\nevent: x\ndata: 1\n\n')
    play = (res) =>
      void Readable.from(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))).pipe(
        res.writeHead(200, sse),
      )
    const response = await askHostile({ model: `${type},${MODELS[type]}`, stream: true })
    expect(response.text).toContain('"type":"error"')
    expect(response.text).not.toContain('message_stop')
  })

  it('with a call whose input never ends is an error', async () => {
    for (const type of ['openai', 'mistral'] as const) {
      play = (res) => send(res.writeHead(200, sse), endless(call('{"a":"'), call(TEXT.slice(0, 100_000))))
      const response = await askHostile({ model: `${type},${MODELS[type]}`, stream: true })
      expect(response.text).toContain('larger than Signalbox accepts')
    }
  }, 60_000)

  it('of many calls that never end is an error', async () => {
    let index = 0
    function* calls(): Generator<string> {
      for (; index < 200_000; index++) {
        const start = {
          index,
          id: `call_${index}`,
          type: 'function',
          function: { name: 'Write', arguments: '' },
        }
        yield chat({ tool_calls: [start] })
      }
    }
    play = (res) => send(res.writeHead(200, sse), calls())
    const response = await askHostile({ model: `openai,${MODELS.openai}`, stream: true })
    expect(response.text).toContain('larger than Signalbox accepts')
    expect(index).toBeLessThan(200_000)
  }, 60_000)

  it.each([
    ['text', '', { type: 'reasoning.text', text: TEXT.slice(0, 100_000) }],
    ['text behind an answer', 'a', { type: 'reasoning.text', text: TEXT.slice(0, 100_000) }],
    ['summaries', '', { type: 'reasoning.summary', summary: TEXT.slice(0, 100_000) }],
    ['encrypted text', '', { type: 'reasoning.encrypted', data: TEXT.slice(0, 100_000) }],
  ])(
    'of OpenRouter with reasoning that never ends is an error: %s',
    async (_title, content, detail) => {
      const piece = chat({ reasoning_details: [detail] })
      play = (res) => send(res.writeHead(200, sse), endless(chat({ content }), piece))
      const response = await askHostile({ model: `openrouter,${MODELS.openrouter}`, stream: true })
      expect(response.text).toContain('larger than Signalbox accepts')
    },
    60_000,
  )

  it('of any length passes, and leaves nothing behind', async () => {
    const length = 100_000
    const end = `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`
    play = (res) => {
      const wire = endless(
        chat({ role: 'assistant' }),
        chat({ content: 'x'.repeat(length) }),
        `${end}data: [DONE]\n\n`,
      )
      send(res.writeHead(200, sse), wire)
    }
    const before = memory('VmRSS')
    const response = await fetch(`${signalbox.url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: `openai,${MODELS.openai}`,
        max_tokens: 10,
        stream: true,
        messages: [{ role: 'user', content: 'hi' }],
      }),
    })
    let size = 0
    let last = ''
    for await (const chunk of response.body ?? []) {
      size += chunk.length
      last = (last + Buffer.from(chunk).toString()).slice(-1_000)
    }
    expect(size).toBeGreaterThan(OFFERED)
    expect(last).toContain('message_stop')
    expect(memory('VmHWM') - before).toBeLessThan(MAX_GROWTH)
  }, 120_000)
})

describe('a stream that is put together to one message', () => {
  const sse = { 'content-type': 'text/event-stream' }
  const event = (data: { type: string }) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`
  const start = event({ type: 'message_start', message: { id: 'm', content: [] } } as { type: string })
  const delta = (change: object) =>
    event({ type: 'content_block_delta', index: 0, delta: change } as { type: string })
  const block = (index: number) =>
    event({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } } as {
      type: string
    })

  it.each([
    ['a text', delta({ type: 'text_delta', text: 'x'.repeat(100_000) })],
    ['citations', delta({ type: 'citations_delta', citation: { a: 1 } }).repeat(1_000)],
    ['an event', TEXT],
    ['pings', event({ type: 'ping' }).repeat(1_000)],
  ])(
    'and never ends, with %s, is a 502',
    async (_title, piece) => {
      play = (res) => send(res.writeHead(200, sse), endless(start + block(0), piece))
      const response = await askHostile({ model: 'claude-x', stream: false })
      expect(response).toMatchObject({ status: 502, code: 'response_too_large', retry: 'false' })
    },
    60_000,
  )
})
