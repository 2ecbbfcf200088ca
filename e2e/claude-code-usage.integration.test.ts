import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UsageBy } from '../shared/usage-by.ts'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { runClaude } from './clients/run-claude.ts'
import { readHeader, type RecordedRequest } from './fake-upstream/recorded-request.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { textReply } from './fake-upstream/text-reply.ts'
import { toolReply } from './fake-upstream/tool-reply.ts'
import { type Headless, startHeadless } from './start-headless.ts'

let upstream: FakeUpstream
let signalbox: Headless
let root: string

beforeAll(async () => {
  await installClaudeCode()
  root = await realpath(await mkdtemp(join(tmpdir(), 'claude-usage-')))
  upstream = await startFakeUpstream({ script: reply })
  signalbox = await startHeadless({ env: { ANTHROPIC_FORWARD_URL: upstream.url } })
}, 300_000)
afterAll(async () => {
  await signalbox.stop()
  await upstream.close()
  await rm(root, { recursive: true, force: true })
})

const DELEGATE = 'Let an agent count the files.'

/** The first turn of a delegating conversation starts a sub-agent. */
function reply(request: RecordedRequest) {
  const { messages = [], tools = [] } = bodyOf(request)
  const tool = tools.find(({ name }) => name === 'Agent' || name === 'Task')
  const isFirst = messages.filter(({ role }) => role === 'assistant').length === 0
  if (tool === undefined || !isFirst || agentOf(request) !== undefined) return textReply(['Done.'])
  if (!JSON.stringify(messages).includes(DELEGATE)) return textReply(['Done.'])
  const input = { description: 'Count files', prompt: 'Count them.', subagent_type: 'general-purpose' }
  return toolReply(tool.name, input)
}

/** A run of Claude Code in a project, and the requests that reached the upstream meanwhile. */
async function run(project: string, prompt: string, args: readonly string[] = []) {
  const cwd = join(root, project)
  await mkdir(cwd, { recursive: true })
  const before = upstream.requests.length
  const { code, stdout, stderr } = await runClaude({
    baseUrl: signalbox.url,
    prompt,
    args,
    cwd,
    home: join(root, 'home'),
    timeoutMs: 60_000,
  })
  expect([code, stdout, stderr]).toEqual([0, expect.stringMatching(/^Done\./), ''])
  const sent = upstream.requests.slice(before).filter(({ url }) => url.startsWith('/v1/messages?'))
  return sent.map((request) => ({
    project: cwd,
    session: readHeader(request, 'x-claude-code-session-id'),
    agent: agentOf(request),
  }))
}

test('attributes each request of real Claude Code to its project, session and agent', async () => {
  const delegated = await run('first app', DELEGATE)
  const resumed = await run('first app', 'Again.', ['--continue'])
  const other = await run('second', 'Hello.')
  const sent = [...delegated, ...resumed, ...other]
  const [session] = delegated
  // What is compared has to be there: a sub-agent, a resumed session, another one.
  expect(delegated.filter(({ agent }) => agent !== undefined).length).toBeGreaterThan(0)
  expect(new Set(resumed.map((one) => one.session))).toEqual(new Set([session?.session]))
  expect(other[0]?.session).not.toBe(session?.session)

  await expect.poll(async () => (await usageBy('')).total.requests, { timeout: 10_000 }).toBe(sent.length)
  const { groups } = await usageBy('project,session,agent')
  const shown = groups.flatMap(({ key, requests }) => {
    // Requests without a sub-agent are grouped by kind.
    const agent = sent.some((one) => one.agent === key.agent) ? key.agent : undefined
    return Array.from({ length: requests }, () => ({ ...key, agent }))
  })
  expect(shown.toSorted(byText)).toEqual(sent.toSorted(byText))
}, 120_000)

async function usageBy(group: string): Promise<UsageBy> {
  const response = await fetch(`${signalbox.url}/api/usage?${new URLSearchParams({ group })}`)
  expect(response.status).toBe(200)
  return (await response.json()) as UsageBy
}

function bodyOf({ body }: RecordedRequest): { messages?: { role: string }[]; tools?: { name: string }[] } {
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as object)
}

function agentOf(request: RecordedRequest): string | undefined {
  return readHeader(request, 'x-claude-code-agent-id')
}

interface Attribution {
  project?: string | null | undefined
  session?: string | null | undefined
  agent?: string | null | undefined
}

function byText(one: Attribution, other: Attribution): number {
  const [a = '', b = ''] = [one, other].map(({ project, session, agent }) =>
    [project, session, agent].join(' '),
  )
  return a < b ? -1 : 1
}
