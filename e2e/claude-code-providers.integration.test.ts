import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installClaudeCode } from './clients/install-claude-code.ts'
import { runClaude } from './clients/run-claude.ts'
import type { ParsedRequest } from './fake-upstream/create-request-parser.ts'
import { isFields, listOf } from './fake-upstream/formats/fields.ts'
import { type FakeUpstream, startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { type Tap, startTap } from './fake-upstream/start-tap.ts'
import { findIllegal, readEvents } from './legal-sequence.ts'
import { MODELS, pathOf } from './provider-rig/provider-rig.ts'
import { readResponses, type TappedResponse } from './provider-rig/read-responses.ts'
import { prepareTask, type ScriptedTask, TASK_DONE } from './provider-rig/scripted-task.ts'
import type { TranslatedType } from '../main/providers/resolve-provider.ts'
import { type Headless, startHeadless } from './start-headless.ts'

/*
 * Compares Claude Code's behaviour with each provider to that with Anthropic. The servers reject what the real ones
 * would reject, so a mistranslated conversation ends with a 400.
 */

/** Request path of each provider. */
const ASKED_AT: Readonly<Record<TranslatedType, RegExp>> = {
  openai: /^POST \/v1\/chat\/completions$/,
  'openai-responses': /^POST \/v1\/responses$/,
  gemini: /^POST \/v1beta\/models\/gemini-3-pro-preview:streamGenerateContent\?alt=sse$/,
  deepseek: /^POST \/v1\/chat\/completions$/,
  openrouter: /^POST \/api\/v1\/chat\/completions$/,
  groq: /^POST \/openai\/v1\/chat\/completions$/,
  mistral: /^POST \/v1\/chat\/completions$/,
  xai: /^POST \/v1\/responses$/,
  ollama: /^POST \/v1\/chat\/completions$/,
  'openai-compatible': /^POST \/v1\/chat\/completions$/,
}

const TYPES = Object.keys(MODELS) as TranslatedType[]
/** Claude Code reads files differently if the name of an older Claude occurs. */
const TASK_MODELS = { ...MODELS, openrouter: 'z-ai/glm-4.6' }
type Place = TranslatedType | 'anthropic'

/** A separate path through one Signalbox: Claude Code's address, and the upstream. */
interface Lane {
  tap: Tap
  upstream: FakeUpstream
  task: ScriptedTask
  work: string
}

const lanes = new Map<Place, Lane>()
let signalbox: Headless
let dataDir: string
/** Claude Code's behaviour with Anthropic's own format. */
let native: TaskRun

beforeAll(async () => {
  const { version } = await installClaudeCode()
  console.log(`Claude Code ${version}`)
  for (const place of ['anthropic', ...TYPES] as const) lanes.set(place, await openLane())
  dataDir = await mkdtemp(join(tmpdir(), 'claude-providers-'))
  await writeFile(join(dataDir, 'config.json'), JSON.stringify({ providers: TYPES.map(toProvider) }))
  const hosts = [...lanes.values()].map(({ tap }) => new URL(tap.url).host)
  signalbox = await startHeadless({
    dataDir,
    env: {
      ANTHROPIC_FORWARD_URL: laneOf('anthropic').upstream.url,
      SIGNALBOX_ALLOWED_HOSTS: hosts.join(','),
    },
  })
  for (const { tap } of lanes.values()) tap.forwardTo(signalbox.url)
  native = await runTask('anthropic')
}, 300_000)

afterAll(async () => {
  for (const { tap } of lanes.values()) await tap.close()
  await signalbox.stop()
  for (const { upstream } of lanes.values()) await upstream.close()
  const folders = [dataDir, ...[...lanes.values()].map(({ work }) => work)]
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
})

async function openLane(): Promise<Lane> {
  const work = await mkdtemp(join(tmpdir(), 'claude-work-'))
  const task = await prepareTask(work)
  const upstream = await startFakeUpstream({ script: task.script, checksMessages: true })
  return { tap: await startTap(), upstream, task, work }
}

function laneOf(place: Place): Lane {
  const lane = lanes.get(place)
  if (lane === undefined) throw new Error(`no lane for ${place}`)
  return lane
}

function toProvider(type: TranslatedType): object {
  const apiBaseUrl = laneOf(type).upstream.url + pathOf(type)
  return { name: type, type, apiBaseUrl, apiKey: `key-of-${type}`, enabled: true }
}

test('Claude Code does the task with Anthropic', () => {
  expectDone(native)
  expect(native.asked).toEqual(Array(4).fill('POST /v1/messages?beta=true'))
  // Otherwise the comparison would prove less than it claims.
  expect(native.steps.map(({ name, isError }) => `${String(name)} ${isError ? 'failed' : 'done'}`)).toEqual([
    'Read done',
    'Read failed',
    'Edit done',
    'Bash done',
    'Bash failed',
  ])
  for (const { result } of native.steps) expect(result).toBeDefined()
})

test.concurrent.for(TYPES)('Claude Code does the same task with %s', async (type) => {
  const run = await runTask(type)

  expectDone(run)
  expect(run.asked).toHaveLength(4)
  for (const asked of run.asked) expect(asked).toMatch(ASKED_AT[type])
  expect(run.steps).toEqual(native.steps)
  expect(run.sent).not.toContain('sk-ant-not-a-key')
})

interface TaskRun {
  claude: { code: number | null; stdout: string; stderr: string }
  outcome: unknown
  /** Method and target of the upstream requests. */
  asked: string[]
  /** All data sent to the upstream. */
  sent: string
  protocolErrors: readonly string[]
  responses: TappedResponse[]
  /** Calls and results from Claude Code's last request, without parts that vary between runs. */
  steps: Step[]
}

interface Step {
  name: unknown
  input: unknown
  result: unknown
  isError: boolean
}

/** The model's name selects the provider, as with `/model`. */
async function runTask(place: Place): Promise<TaskRun> {
  const { tap, upstream, task, work } = laneOf(place)
  const model = place === 'anthropic' ? [] : ['--model', `${place},${TASK_MODELS[place]}`]
  const { code, stdout, stderr } = await runClaude({
    baseUrl: tap.url,
    prompt: task.prompt,
    cwd: work,
    args: [...task.args, ...model],
    // Several run in parallel.
    timeoutMs: 50_000,
  })
  const sent = upstream.requests.map(({ rawHeaders, body }) => [...rawHeaders, body.toString()].join('\n'))
  return {
    claude: { code, stdout, stderr },
    outcome: await task.outcome(),
    asked: upstream.requests.map(({ method, url }) => `${method} ${url}`),
    sent: sent.join('\n'),
    protocolErrors: upstream.protocolErrors,
    responses: readResponses(tap),
    steps: readSteps(tap.requests.at(-1), work),
  }
}

function expectDone(run: TaskRun): void {
  // On stderr it warns about the unknown context size and retirement date of such a model.
  expect(run.claude).toMatchObject({ code: 0, stdout: 'The fox is red.\n' })
  expect(run.outcome).toEqual(TASK_DONE)
  expect(run.protocolErrors).toEqual([])
  const messages = run.responses.filter(({ request }) => request.url.startsWith('/v1/messages?'))
  expect(messages).toHaveLength(4)
  for (const { status, contentType, body } of messages) {
    expect({ status, contentType }).toEqual({
      status: 200,
      contentType: expect.stringContaining('text/event-stream'),
    })
    expect(findIllegal(readEvents(body))).toEqual([])
  }
}

/** Results of one turn come in the order in which the tools finished. */
function readSteps(request: ParsedRequest | undefined, work: string): Step[] {
  const text = (request?.body.toString() ?? '{}').replaceAll(work, '<work>')
  const body: unknown = JSON.parse(text)
  const blocks = listOf(isFields(body) ? body['messages'] : []).flatMap(({ content }) => listOf(content))
  const results = new Map(blocks.map((block) => [block['tool_use_id'], block]))
  return blocks.flatMap(({ type, id, name, input }) => {
    if (type !== 'tool_use') return []
    const { content, is_error: isError } = results.get(id) ?? {}
    return [{ name, input, result: content, isError: isError === true }]
  })
}
