import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { runClaude } from './clients/run-claude.ts'
import { offlineEnv } from './clients/start-claude.ts'
import type { RecordedRequest } from './fake-upstream/recorded-request.ts'
import type { EventsReply } from './fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Headless, startHeadless } from './start-headless.ts'

const PASSWORD = 'open sesame'
const SECRET_WORD = 'xylophone'

let upstream: FakeUpstream
let signalbox: Headless
let root: string

beforeAll(async () => {
  await installClaudeCode()
}, 300_000)
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'claude-mcp-'))
  await Promise.all(['home', 'work'].map((folder) => mkdir(join(root, folder))))
  upstream = await startFakeUpstream()
  signalbox = await startHeadless({
    env: { ANTHROPIC_FORWARD_URL: upstream.url, SIGNALBOX_DASHBOARD_PASSWORD: PASSWORD },
  })
})
afterEach(async () => {
  await signalbox.stop()
  await upstream.close()
  await rm(root, { recursive: true, force: true })
})

async function addServer(...options: readonly string[]): Promise<void> {
  const { binary } = await installClaudeCode()
  const { port } = new URL(signalbox.url)
  const main = join(import.meta.dirname, '../main/headless.ts')
  const server = ['--', process.execPath, main, 'mcp', '--port', port, ...options]
  const password = ['-e', `SIGNALBOX_DASHBOARD_PASSWORD=${PASSWORD}`]
  await promisify(execFile)(binary, ['mcp', 'add', 'signalbox', ...password, ...server], {
    cwd: join(root, 'work'),
    env: offlineEnv(signalbox.url, join(root, 'home')),
  })
}

async function turn(prompt: string, args: readonly string[] = []): Promise<string> {
  const run = await runClaude({
    baseUrl: signalbox.url,
    prompt,
    args: [...args, '--allowedTools', 'mcp__signalbox'],
    env: { ENABLE_TOOL_SEARCH: 'false' },
    home: join(root, 'home'),
    cwd: join(root, 'work'),
  })
  expect(run.code).toBe(0)
  return run.stdout
}

test('real Claude Code finds its expensive turn and its reason with the tools of signalbox mcp', async () => {
  await addServer()
  upstream.reply((request) => toReply(request, [text('Hello.')]))
  await turn(`Say ${SECRET_WORD}.`)
  await turn('Once more.', ['--continue', '--model', 'claude-sonnet-5'])

  /** Results of the tools, in the order of the calls. */
  let results: string[] = []
  upstream.reply((request) => {
    results = resultsOf(request)
    const [found, explained] = results
    if (explained !== undefined) return toReply(request, [text(`Answer: ${reasonIn(explained)}`)])
    if (found === undefined)
      return toReply(request, [call('find_requests', { missed: true, sort: 'cost', since: '1h' })])
    return toReply(request, [call('explain_request', { id: firstIdIn(found) })])
  })
  const said = await turn('Why was my last turn expensive?', ['--continue', '--model', 'claude-sonnet-5'])
  expect(said).toContain('Answer: The model changed. Each model has its own cache.')
  expect(results).toHaveLength(2)
  // Without --bodies no text of a conversation.
  expect(results.join('\n')).not.toContain(SECRET_WORD)
}, 90_000)

function firstIdIn(found: string): string {
  const { requests } = JSON.parse(found) as { requests: { requestId: string }[] }
  return requests[0]?.requestId ?? 'none'
}

function reasonIn(explained: string): string {
  const { cache } = JSON.parse(explained) as { cache: { reason: { inWords: string } } }
  return cache.reason.inWords
}

interface SentBlock {
  type: string
  content?: string | { text: string }[]
}

function resultsOf({ body }: RecordedRequest): string[] {
  if (body.length === 0) return []
  const { messages = [] } = JSON.parse(body.toString()) as { messages?: { content: string | SentBlock[] }[] }
  return messages
    .flatMap(({ content }) => (typeof content === 'string' ? [] : content))
    .filter(({ type }) => type === 'tool_result')
    .map(({ content = '' }) =>
      typeof content === 'string' ? content : content.map((part) => part.text).join(''),
    )
}

type ReplyBlock =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; json: string }

function text(words: string): ReplyBlock {
  return { type: 'text', text: words }
}

function call(tool: string, input: object): ReplyBlock {
  return {
    type: 'tool_use',
    id: `toolu_${tool}`,
    name: `mcp__signalbox__${tool}`,
    json: JSON.stringify(input),
  }
}

/** A response that wrote its prompt to the cache and read nothing from there. */
function toReply({ body }: RecordedRequest, blocks: readonly ReplyBlock[]): EventsReply | undefined {
  if (body.length === 0) return undefined
  const { model } = JSON.parse(body.toString()) as { model: string }
  const usage = {
    input_tokens: 10,
    output_tokens: 5,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 30_000,
  }
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model, content: [], usage }
  const stop = blocks.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn'
  const events = [
    { type: 'message_start', message: { ...message, stop_reason: null, stop_sequence: null } },
    ...blocks.flatMap((block, index) => [
      {
        type: 'content_block_start',
        index,
        content_block:
          block.type === 'text'
            ? { type: 'text', text: '' }
            : { type: 'tool_use', id: block.id, name: block.name, input: {} },
      },
      {
        type: 'content_block_delta',
        index,
        delta:
          block.type === 'text'
            ? { type: 'text_delta', text: block.text }
            : { type: 'input_json_delta', partial_json: block.json },
      },
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason: stop, stop_sequence: null }, usage },
    { type: 'message_stop' },
  ]
  return { kind: 'events', events: events.map((data) => ({ event: data.type, data: JSON.stringify(data) })) }
}
