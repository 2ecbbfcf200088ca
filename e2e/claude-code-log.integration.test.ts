import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { runClaude } from './clients/run-claude.ts'
import { startClaude } from './clients/start-claude.ts'
import { errorReply } from './fake-upstream/error-reply.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { textReply } from './fake-upstream/text-reply.ts'
import { toolReply } from './fake-upstream/tool-reply.ts'
import { type Headless, startHeadless } from './start-headless.ts'

let upstream: FakeUpstream
let signalbox: Headless
let work: string

beforeAll(async () => {
  await installClaudeCode()
}, 300_000)

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'claude-log-'))
  upstream = await startFakeUpstream()
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
})

afterEach(async () => {
  await signalbox.stop()
  await upstream.close()
  await rm(work, { recursive: true, force: true })
})

test('logs each request of a session with tools, with the usage that the upstream counted', async () => {
  const file = join(work, 'note.txt')
  upstream.reply([
    toolReply('Write', { file_path: file, content: 'one\n' }),
    toolReply('Bash', { command: `cat ${file}`, description: 'Read it' }),
    textReply(['Written ', 'and read.']),
  ])
  const args = ['--allowedTools', 'Write,Bash(cat:*)', '--permission-mode', 'acceptEdits']
  const run = await runClaude({ baseUrl: signalbox.url, prompt: 'write and read', cwd: work, args })
  expect(run.code).toBe(0)

  const rows = await logged(3)
  expect(rows.map(({ stopReason }) => stopReason)).toEqual(['end_turn', 'tool_use', 'tool_use'])
  const asked = upstream.requests.map(({ body }) => JSON.parse(body.toString()) as { messages: unknown[] })
  // The newest row comes first.
  expect(rows.map(({ messageCount }) => messageCount).toReversed()).toEqual(
    asked.map(({ messages }) => messages.length),
  )
  expect(new Set(rows.map(({ conversationHash }) => conversationHash)).size).toBe(1)
  expect(rows.map(({ kind }) => kind)).toEqual(['main', 'main', 'main'])
  for (const row of rows) {
    expect(row).toMatchObject({
      statusCode: 200,
      isStreaming: true,
      termination: { who: 'upstream', phase: 'done' },
    })
  }

  const { request } = await get<Detail>(`/api/requests/${rows[0]?.requestId}`)
  expect(request.body).toEqual(asked[2])
  expect(request.previous).toBe(rows[1]?.requestId)
  expect(request.response.body).toMatchObject({
    stop_reason: 'end_turn',
    content: [{ type: 'text', text: 'Written and read.' }],
  })
  // No credential is stored in plain text.
  expect(JSON.stringify(request.headers)).toMatch(/"(x-api-key|authorization)":\["sha256:/i)

  const stats = await get<object>('/api/stats')
  const sums = { input: 0, output: 0 }
  for (const { usage } of rows) {
    sums.input += usage?.input_tokens ?? 0
    sums.output += usage?.output_tokens ?? 0
  }
  expect(sums.input).toBeGreaterThan(0)
  expect(stats).toMatchObject({
    total_requests: 3,
    total_input_tokens: sums.input,
    total_output_tokens: sums.output,
  })
})

test('logs an error of the upstream as what it was', async () => {
  upstream.reply(() => errorReply(400, 'invalid_request_error'))
  const run = await runClaude({ baseUrl: signalbox.url, prompt: 'hello', cwd: work })
  expect(run.code).not.toBe(0)
  // The number of retries is up to Claude Code.
  const [row] = await logged(upstream.requests.length)
  expect(row).toMatchObject({
    statusCode: 400,
    errorType: 'invalid_request_error',
    termination: { who: 'upstream', phase: 'done' },
  })
})

test('logs a session that was killed as one that its client ended', async () => {
  upstream.reply([textReply(['it comes ', 'slowly'], { cut: { afterWrites: 5, how: 'silence' } })])
  const args = ['--output-format', 'stream-json', '--verbose', '--include-partial-messages']
  const claude = await startClaude({ baseUrl: signalbox.url, prompt: 'say hello', cwd: work, args })
  await claude.printed(/"text":"slowly"/)
  await claude.kill()
  const [row] = await logged(1)
  expect(row).toMatchObject({ termination: { who: 'client', phase: 'body' } })
  expect(row?.usage?.input_tokens).toBeGreaterThan(0)
})

interface Row {
  requestId: string
  stopReason?: string
  messageCount?: number
  conversationHash?: string
  kind?: string
  usage?: { input_tokens?: number; output_tokens?: number }
  termination?: { who: string; phase: string }
}

interface Detail {
  request: { previous?: string; body: unknown; headers: unknown; response: { body: unknown } }
}

/** The finished requests, once there are `count` of them. */
async function logged(count: number): Promise<Row[]> {
  const read = async () => (await get<{ requests: Row[] }>('/api/requests/summary')).requests
  await expect
    .poll(async () => (await read()).filter(({ termination }) => termination !== undefined).length)
    .toBe(count)
  return read()
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(signalbox.url + path)
  expect(response.status).toBe(200)
  return (await response.json()) as T
}
