import { randomBytes } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { runClaude } from './clients/run-claude.ts'
import { type EarlyUpstream, startEarlyUpstream } from './relay-rig/early-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

/** Each run takes seconds, in which Claude Code encodes the images. */
const TIMES = 2

const BODY = JSON.stringify({
  type: 'error',
  error: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
})
const HEAD = `HTTP/1.1 413 Payload Too Large\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${BODY.length}\r\n\r\n`

let upstream: EarlyUpstream
let signalbox: Headless

beforeAll(async () => {
  await installClaudeCode()
  upstream = await startEarlyUpstream({ response: HEAD + BODY, close: 'at-once', tls: false })
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
}, 180_000)
afterAll(async () => {
  await signalbox.stop('SIGKILL')
  await upstream.close()
})

it(
  'Claude Code hears of a request that is too large, from an upstream that closes over unread bytes',
  { timeout: 120_000 },
  async () => {
    const image = { type: 'base64', media_type: 'image/png', data: noise(1400, 1400).toString('base64') }
    // Claude Code sends them as JPEG of about 1 MB.
    const content = Array.from({ length: 26 }, () => ({ type: 'image', source: image }))
    expect(JSON.stringify(content).length).toBeGreaterThan(16 * 1024 * 1024)
    const input = `${JSON.stringify({ type: 'user', message: { role: 'user', content } })}\n`
    const args = ['--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose']
    for (let run = 0; run < TIMES; run++) {
      const before = upstream.connections()
      const { stdout } = await runClaude({ baseUrl: signalbox.url, input, args, timeoutMs: 60_000 })
      const result = stdout.split('\n').find((line) => line.includes('"type":"result"')) ?? '{}'
      expect(JSON.parse(result)).toMatchObject({ is_error: true, api_error_status: 413 })
      expect(upstream.connections() - before).toBe(1)
    }
    const { requests } = await readJson<{ requests: { requestId: string }[] }>('/api/requests/summary')
    const [last] = requests
    const { request } = await readJson<{ request: { headers: Record<string, string[]> } }>(
      `/api/requests/${last?.requestId}`,
    )
    expect(Number(request.headers['content-length']?.[0])).toBeGreaterThan(16 * 1024 * 1024)
  },
)

async function readJson<T>(path: string): Promise<T> {
  const response = await fetch(signalbox.url + path)
  return (await response.json()) as T
}

/** A PNG of random pixels, which no program can make smaller. */
function noise(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits of grey.
  header.set([8, 0], 8)
  const row = width + 1
  const pixels = randomBytes(row * height)
  // Each row begins with its filter; 0 is none.
  for (let y = 0; y < height; y++) pixels[y * row] = 0
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, sum])
}
