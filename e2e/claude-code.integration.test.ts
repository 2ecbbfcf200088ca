import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { runClaude } from './clients/run-claude.ts'
import type { ParsedRequest } from './fake-upstream/create-request-parser.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Tap, startTap } from './fake-upstream/start-tap.ts'
import { textReply } from './fake-upstream/text-reply.ts'
import { toolReply } from './fake-upstream/tool-reply.ts'
import { type RunningClaude, startClaude } from './clients/start-claude.ts'
import { type Headless, startHeadless } from './start-headless.ts'

/** Hop-by-hop headers (RFC 9110 §7.6.1), and headers that name the peer or the framing. */
const OF_THE_CONNECTION = new Set(['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'])

let upstream: FakeUpstream
/** Between Claude Code and Signalbox; records what was really sent. */
let tap: Tap
let signalbox: Headless
/** Set by tests that do not run it to its end, so that a failure leaves no process behind. */
let claude: RunningClaude | undefined
let work: string

beforeAll(async () => {
  const { version } = await installClaudeCode()
  console.log(`Claude Code ${version}`)
}, 300_000)

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'claude-work-'))
  upstream = await startFakeUpstream()
  tap = await startTap()
  const allowed = { SIGNALBOX_ALLOWED_HOSTS: new URL(tap.url).host }
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url, ...allowed } })
  tap.forwardTo(signalbox.url)
})

afterEach(async () => {
  await claude?.kill()
  claude = undefined
  await tap.close()
  await signalbox.stop()
  await upstream.close()
  await rm(work, { recursive: true, force: true })
})

test('answers a prompt with one upstream request, which is the one that Claude Code sent', async () => {
  const run = await runClaude({ baseUrl: tap.url, prompt: 'say hello', cwd: work })

  expect(run).toMatchObject({ code: 0, stdout: 'Hello from the fake upstream.\n', stderr: '' })
  expect(upstream.protocolErrors).toEqual([])
  expect(upstream.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST /v1/messages?beta=true',
  ])
  expect(tap.requests).toHaveLength(1)
  expectSameRequest(upstream.requests[0], tap.requests[0])
})

test('carries a tool use, the tool’s result and the final answer', async () => {
  const file = join(work, 'note.txt')
  upstream.reply([
    toolReply('Write', { file_path: file, content: 'naïve 日本語 👩‍👩‍👧\n' }),
    toolReply('Bash', { command: `cat ${file} >> ${file}.copy`, description: 'Copy the note' }),
    textReply(['Written ', 'and copied.']),
  ])

  const run = await runClaude({
    baseUrl: tap.url,
    prompt: 'write a note and copy it',
    cwd: work,
    args: ['--allowedTools', 'Write,Bash(cat:*)', '--permission-mode', 'acceptEdits'],
  })

  expect(run).toMatchObject({ code: 0, stdout: 'Written and copied.\n' })
  expect(await readFile(file, 'utf8')).toBe('naïve 日本語 👩‍👩‍👧\n')
  expect(await readFile(`${file}.copy`, 'utf8')).toBe('naïve 日本語 👩‍👩‍👧\n')
  expect(upstream.requests).toHaveLength(3)
  upstream.requests.forEach((request, i) => expectSameRequest(request, tap.requests[i]))
  expect(upstream.requests[2]?.body.toString()).toContain('"tool_use_id":"toolu_fake_bash"')
})

test('sends a thinking block’s signature back as it came', async () => {
  const signature = 'EqoBCkgIARABGAIiQL2UoU0b1OHYi+ycHpBY7U6FtRd0/+=='
  const file = join(work, 'thought.txt')
  const thinking = { type: 'thinking', deltas: ['I should ', 'write.'], signature } as const
  const { blocks } = toolReply('Write', { file_path: file, content: 'thought\n' }).message
  upstream.reply([
    { kind: 'message', message: { blocks: [thinking, ...blocks], stopReason: 'tool_use' } },
    textReply(['Done.']),
  ])

  const args = ['--allowedTools', 'Write', '--permission-mode', 'acceptEdits']
  const run = await runClaude({ baseUrl: tap.url, prompt: 'think, then write', cwd: work, args })

  expect(run).toMatchObject({ code: 0, stdout: 'Done.\n' })
  expect(await readFile(file, 'utf8')).toBe('thought\n')
  expect(upstream.requests[1]?.body.toString()).toContain(JSON.stringify(signature))
  expectSameRequest(upstream.requests[1], tap.requests[1])
})

test('forwards a stream event by event, and leaves the upstream when Claude Code leaves', async () => {
  upstream.reply([textReply(['slowly ', 'it comes'], { cut: { afterWrites: 5, how: 'silence' } })])
  const args = ['--output-format', 'stream-json', '--verbose', '--include-partial-messages']
  claude = await startClaude({ baseUrl: tap.url, prompt: 'say hello', cwd: work, args })

  // The upstream sends nothing more: the output has come through a stream that is still open.
  await claude.printed(/"text":"it comes"/)
  expect(upstream.requests[0]?.clientClosedAt).toBeUndefined()
  const leftAt = performance.now()
  await claude.kill()
  await upstream.until(([request]) => request?.clientClosedAt !== undefined)
  expect((upstream.requests[0]?.clientClosedAt ?? Infinity) - leftAt).toBeLessThan(1000)
})

test.each(['/', '/api/hello'])(
  'answers the connectivity probe HEAD %s without asking the upstream',
  async (path) => {
    const response = await fetch(signalbox.url + path, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(upstream.requests).toEqual([])
  },
)

function expectSameRequest(received: ParsedRequest | undefined, sent: ParsedRequest | undefined): void {
  expect(received).toBeDefined()
  expect(received?.method).toBe(sent?.method)
  expect(received?.url).toBe(sent?.url)
  // To loopback addresses a gateway names itself (RFC 9110 §7.6.3), so that a loop ends; a public upstream gets no Via.
  const via = expect.stringMatching(/^via: 1\.1 signalbox-[\da-f-]{36}$/)
  expect(ofTheRequest(received)).toEqual([...ofTheRequest(sent), via])
  expect(received?.body.equals(sent?.body ?? Buffer.alloc(0))).toBe(true)
}

function ofTheRequest(request: ParsedRequest | undefined): string[] {
  const raw = request?.rawHeaders ?? []
  return raw.flatMap((name, i) =>
    i % 2 === 0 && !OF_THE_CONNECTION.has(name.toLowerCase()) ? [`${name}: ${raw[i + 1]}`] : [],
  )
}
