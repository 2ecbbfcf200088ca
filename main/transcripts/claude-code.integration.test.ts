import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { installClaudeCode } from '../../e2e/clients/install-claude-code.ts'
import { runClaude } from '../../e2e/clients/run-claude.ts'
import type { ClaudeRun } from '../../e2e/clients/start-claude.ts'
import type { RecordedRequest } from '../../e2e/fake-upstream/recorded-request.ts'
import type { Reply } from '../../e2e/fake-upstream/reply.ts'
import { type FakeUpstream, startFakeUpstream } from '../../e2e/fake-upstream/start-fake-upstream.ts'
import { textReply } from '../../e2e/fake-upstream/text-reply.ts'
import { toolReply } from '../../e2e/fake-upstream/tool-reply.ts'
import { Conversation } from '../../shared/conversations.ts'
import { createTranscripts, type Transcripts } from './create-transcripts.ts'
import { transcriptsRoot } from './transcripts-root.ts'

/* Transcripts of a real Claude Code: a prompt delegated to a sub-agent, a compaction and another prompt. */

/** Output tokens of every response of the fake upstream. */
const OUTPUT_TOKENS = 8
const ALL = { model: 'all', page: 1, limit: 10 }

let upstream: FakeUpstream
let transcripts: Transcripts
let folder: string
let work: string
const runs: ClaudeRun[] = []
const totals: number[] = []

beforeAll(async () => {
  await installClaudeCode()
  folder = await realpath(await mkdtemp(join(tmpdir(), 'claude-transcripts-')))
  work = join(folder, 'my work')
  const home = join(folder, 'home')
  await Promise.all([mkdir(work), mkdir(home)])
  upstream = await startFakeUpstream({ script: response })
  const baseUrl = upstream.url
  const args = ['--allowedTools', 'Bash,Agent,Task']
  const common = { baseUrl, home, cwd: work, timeoutMs: 60_000 }
  transcripts = createTranscripts({ root: transcriptsRoot({}, home) })
  // Queried before and while the transcripts grow, like a dashboard.
  totals.push((await transcripts.list(ALL)).total)
  for (const [prompt, more] of [
    ['delegate it', []],
    ['/compact', ['--continue']],
    ['say more', ['--continue']],
  ] as const) {
    runs.push(await runClaude({ ...common, prompt, args: [...args, ...more] }))
    totals.push((await transcripts.list(ALL)).total)
  }
}, 300_000)

afterAll(async () => {
  await transcripts.close()
  await upstream.close()
  await rm(folder, { recursive: true, force: true })
})

/** A main conversation that starts one sub-agent, which runs one command. */
function response(request: RecordedRequest): Reply | undefined {
  if (!isAnswered(request.url)) return undefined
  const body = request.body.toString()
  if (isCompaction(body)) return textReply(['<summary>', 'We delegated.</summary>'])
  const ran = body.includes('"tool_result"')
  if (body.includes('THE-TASK') && !body.includes('delegate it'))
    return ran ? textReply(['task done']) : toolReply('Bash', { command: 'echo ran', description: 'run' })
  if (ran || !body.includes('delegate it')) return textReply(['All ', 'done.'])
  const name = body.includes('"name":"Agent"') ? 'Agent' : 'Task'
  const input = { description: 'do the task', prompt: 'THE-TASK', subagent_type: 'general-purpose' }
  const { blocks } = toolReply(name, { ...input, run_in_background: false }).message
  const thinking = { type: 'thinking', deltas: ['I should ', 'delegate.'], signature: 'EqoB' } as const
  return { kind: 'message', message: { blocks: [thinking, ...blocks], stopReason: 'tool_use' } }
}

function isAnswered(url: string): boolean {
  return url.startsWith('/v1/messages')
}

function isCompaction(body: string): boolean {
  return body.includes('<summary> block')
}

async function findOnly(): Promise<Conversation> {
  const [only] = (await transcripts.list(ALL)).conversations
  if (only === undefined) throw new Error('there is no conversation')
  return JSON.parse(
    new TextDecoder().decode(await transcripts.find(only.projectPath, only.id)),
  ) as Conversation
}

it('is seen as soon as it is written', () => {
  expect(runs.map(({ code, stderr }) => ({ code, stderr }))).toStrictEqual(
    runs.map(() => ({ code: 0, stderr: '' })),
  )
  expect(totals).toStrictEqual([0, 1, 1, 1])
})

it('is one conversation, with the folder, the model and the tokens', async () => {
  const { conversations } = await transcripts.list(ALL)
  const all = await readdir(transcriptsRoot({}, join(folder, 'home')), { recursive: true })
  const files = all.filter((file) => file.endsWith('.jsonl'))
  expect(files).toHaveLength(2)
  expect(conversations).toMatchObject([
    {
      firstMessage: 'delegate it',
      projectName: work,
      model: expect.stringMatching(/^claude-/),
      agentCount: 1,
    },
  ])
  // Each response counts once, even if it takes two lines; the response to the compaction is not in the transcript.
  const responses = upstream.requests.filter(
    ({ url, body }) => isAnswered(url) && !isCompaction(body.toString()),
  )
  expect(responses).toHaveLength(5)
  expect(conversations[0]?.usage?.output_tokens).toBe(responses.length * OUTPUT_TOKENS)
})

it('has the sub-agent where it was started', async () => {
  const { messages, agents = [] } = await findOnly()
  expect(agents).toMatchObject([
    { agentType: 'general-purpose', description: 'do the task', messageCount: 4 },
  ])
  const [agent] = agents
  const started = messages.findIndex(({ message }) =>
    JSON.stringify(message)?.includes(`"id":"${agent?.toolUseId}"`),
  )
  const ended = messages.findIndex(({ message }) =>
    JSON.stringify(message)?.includes(`"tool_use_id":"${agent?.toolUseId}"`),
  )
  const own = messages.flatMap(({ agentId }, index) => (agentId === agent?.id ? [index] : []))
  expect(own).toHaveLength(4)
  expect(started).toBeGreaterThanOrEqual(0)
  expect(Math.min(...own)).toBeGreaterThan(started)
  expect(Math.max(...own)).toBeLessThan(ended)
})

it('has the compaction, and none of what Claude Code keeps for itself', async () => {
  const transcript = await findOnly()
  expect(Value.Errors(Conversation, transcript)).toStrictEqual([])
  const { messages } = transcript
  expect(messages.filter(({ subtype }) => subtype === 'compact_boundary')).toHaveLength(1)
  expect(messages.filter(({ isCompactSummary }) => isCompactSummary)).toHaveLength(1)
  expect(new Set(messages.map(({ type }) => type))).toStrictEqual(new Set(['user', 'assistant', 'system']))
  expect(messages.at(-1)).toMatchObject({
    type: 'assistant',
    message: { content: [{ type: 'text', text: 'All done.' }] },
  })
})

it('is found by what was said', async () => {
  expect((await transcripts.search('TASK DONE', { limit: 5 })).results).toMatchObject([
    { type: 'assistant', match: 'task done', agentId: expect.any(String), title: 'delegate it' },
  ])
})
