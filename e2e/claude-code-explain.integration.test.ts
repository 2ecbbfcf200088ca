import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Explanation } from '../shared/explanation.ts'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { runClaude } from './clients/run-claude.ts'
import type { RecordedRequest } from './fake-upstream/recorded-request.ts'
import type { EventsReply } from './fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

let upstream: FakeUpstream
let signalbox: Headless
let root: string

beforeAll(async () => {
  await installClaudeCode()
}, 300_000)
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'claude-explain-'))
  await writeFile(join(root, 'CLAUDE.md'), 'Use spaces.')
  upstream = await startFakeUpstream()
  // Whatever is asked, nothing is read from the cache.
  upstream.reply((request) => cachedReply(request, { read: 0, written: 30_000 }))
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
})
afterEach(async () => {
  await signalbox.stop()
  await upstream.close()
  await rm(root, { recursive: true, force: true })
})

/** One turn of the same conversation. */
async function turn(prompt: string, args: readonly string[] = []): Promise<void> {
  const folders = { home: join(root, 'home'), cwd: root }
  // Without tool search, the tools of a server that connects late are listed with the others.
  const env = { ENABLE_TOOL_SEARCH: 'false' }
  const run = await runClaude({ baseUrl: signalbox.url, prompt, args, env, ...folders })
  expect(run.code).toBe(0)
}

test('tells real Claude Code’s reasons: another model, effort, an MCP server, or none', async () => {
  await turn('one')
  expect(await explained(1)).toMatchObject({
    kind: 'main',
    previous: null,
    cache: { reason: { kind: 'first_request' } },
  })
  await turn('two', ['--continue', '--model', 'claude-sonnet-5'])
  const model = await explained(2)
  expect(model).toMatchObject({
    kind: 'main',
    cache: { missed: 30_000, reason: { kind: 'model', path: '/model' } },
  })
  expect(model.cache.reason).toMatchObject({ after: 'claude-sonnet-5' })
  expect(model.cache.cost).toBeGreaterThan(0)

  await writeFile(join(root, 'CLAUDE.md'), 'Use tabs.')
  await turn('three', ['--continue', '--model', 'claude-sonnet-5'])
  // Claude Code 2.1.329 tells the edit at the end of the conversation, and leaves what was cached as it was.
  const memory = await explained(3)
  expect(memory.cache.reason).toMatchObject({ kind: 'nothing_changed', path: null })
  const sources = memory.context.map(({ source }) => source)
  expect(sources).toEqual(expect.arrayContaining(['tools', 'system', 'memory', 'skills']))

  await turn('four', ['--continue', '--model', 'claude-sonnet-5', '--effort', 'low'])
  const effort = await explained(4)
  expect(effort.cache.reason).toMatchObject({ kind: 'effort', path: '/output_config/effort', after: 'low' })

  const server = join(root, 'server.mjs')
  await writeFile(server, MCP_SERVER)
  const mcp = JSON.stringify({ mcpServers: { late: { command: process.execPath, args: [server] } } })
  const late = ['--continue', '--model', 'claude-sonnet-5', '--effort', 'low', '--mcp-config', mcp]
  await turn('five', [...late, '--allowedTools', 'mcp__late__look'])
  const tools = await explained(5)
  expect(tools.cache.reason).toMatchObject({ kind: 'tools' })

  upstream.reply((request) => cachedReply(request, { read: 30_000, written: 100 }))
  await turn('six', [...late, '--allowedTools', 'mcp__late__look'])
  expect((await explained(6)).cache).toMatchObject({ missed: 0, reason: null })

  const { stdout } = await promisify(execFile)(process.execPath, [
    'main/headless.ts',
    'explain',
    'last',
    '--port',
    new URL(signalbox.url).port,
  ])
  expect(stdout).toContain('nothing missed')
}, 120_000)

/** Explanation of the newest request, once there are so many. */
async function explained(count: number): Promise<Explanation> {
  const list = async () => {
    const response = await fetch(`${signalbox.url}/api/requests/summary?kind=main`)
    const { requests } = (await response.json()) as {
      requests: { requestId: string; termination?: object }[]
    }
    return requests.filter(({ termination }) => termination !== undefined)
  }
  await expect.poll(async () => (await list()).length, { timeout: 10_000 }).toBe(count)
  const [newest] = await list()
  const response = await fetch(`${signalbox.url}/api/requests/${newest?.requestId}/explanation`)
  expect(response.status).toBe(200)
  return (await response.json()) as Explanation
}

function cachedReply(
  { body }: RecordedRequest,
  { read, written }: { read: number; written: number },
): EventsReply | undefined {
  if (body.length === 0) return undefined
  const { model } = JSON.parse(body.toString()) as { model: string }
  const usage = {
    input_tokens: 10,
    output_tokens: 5,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: written,
  }
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    usage,
  }
  const events = [
    { type: 'message_start', message: { ...message, stop_reason: null, stop_sequence: null } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Done.' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage },
    { type: 'message_stop' },
  ]
  return { kind: 'events', events: events.map((data) => ({ event: data.type, data: JSON.stringify(data) })) }
}

/** The least that Claude Code takes for an MCP server on stdio: one tool. */
const MCP_SERVER = `
import { createInterface } from 'node:readline'
const tools = [{ name: 'look', description: 'Looks.', inputSchema: { type: 'object', properties: {} } }]
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line)
  const result =
    method === 'initialize'
      ? { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'late', version: '1' } }
      : method === 'tools/list' ? { tools } : {}
  if (id !== undefined) process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n')
})
`
