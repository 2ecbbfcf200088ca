import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runClaude } from './clients/run-claude.ts'
import { isFields, listOf } from './fake-upstream/formats/fields.ts'
import { startFakeUpstream } from './fake-upstream/start-fake-upstream.ts'
import { startTap } from './fake-upstream/start-tap.ts'
import { findIllegal, readEvents } from './legal-sequence.ts'
import { LONG_TASK_DONE, prepareLongTask } from './provider-rig/long-task.ts'
import { MODELS, pathOf } from './provider-rig/provider-rig.ts'
import { readResponses } from './provider-rig/read-responses.ts'
import type { TranslatedType } from '../main/providers/resolve-provider.ts'
import { startHeadless } from './start-headless.ts'

/*
 * Real Claude Code does a long task with each provider: files, images, a PDF, commands, a sub-agent, forty MCP tools,
 * tool search, web search. The servers refuse what the real ones refuse; no request may be refused.
 */

const ALL = [...(Object.keys(MODELS) as TranslatedType[]), 'anthropic'] as const
type Place = (typeof ALL)[number]

/** Set `LONG_TASK=all` for every provider. */
const PLACES: readonly Place[] =
  process.env['LONG_TASK'] === 'all' ? ALL : ['openai-responses', 'gemini', 'openai']

const SEARCHES: ReadonlySet<Place> = new Set(['openai-responses', 'xai', 'gemini', 'anthropic'])

test.for(PLACES)('no request is refused in a long task with %s', { timeout: 240_000 }, async (place) => {
  const folder = await mkdtemp(join(tmpdir(), 'claude-long-'))
  const work = join(folder, 'work')
  await mkdir(work)
  const task = await prepareLongTask(work, { searches: SEARCHES.has(place) })
  const upstream = await startFakeUpstream({ script: task.script, checksMessages: true })
  const tap = await startTap()
  const provider = {
    name: 'p',
    type: place,
    apiBaseUrl: place === 'anthropic' ? upstream.url : upstream.url + pathOf(place),
    apiKey: 'k',
  }
  const target = { provider: 'p', model: place === 'anthropic' ? 'claude-opus-5' : modelOf(place) }
  const config = { providers: [{ ...provider, enabled: true }], routes: { default: target } }
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  const signalbox = await startHeadless({
    dataDir: folder,
    env: { ANTHROPIC_FORWARD_URL: 'http://127.0.0.1:1', SIGNALBOX_ALLOWED_HOSTS: new URL(tap.url).host },
  })
  tap.forwardTo(signalbox.url)
  try {
    const { code, stdout, stderr } = await runClaude({
      baseUrl: tap.url,
      prompt: task.prompt,
      cwd: work,
      args: task.args,
      env: { ENABLE_TOOL_SEARCH: 'true' },
      timeoutMs: 200_000,
    })
    const messages = readResponses(tap).filter(({ request }) => request.url.startsWith('/v1/messages?'))
    const refused = messages.filter(({ status }) => status !== 200)
    expect(refused.map(({ status, body }) => `${status} ${body.slice(0, 500)}`)).toEqual([])
    expect({ code, stdout, stderr }).toMatchObject({ code: 0, stdout: 'All done.\n' })
    expect(await task.outcome()).toBe(LONG_TASK_DONE)
    expect(task.turns()).toBeGreaterThanOrEqual(19)
    const streams = messages.filter(({ contentType }) => contentType?.startsWith('text/event-stream'))
    expect(streams.length).toBeGreaterThanOrEqual(19)
    for (const { body } of streams) expect(findIllegal(readEvents(body))).toEqual([])
    const asked = tap.requests.filter(({ body }) => body.includes('MAIN-TASK'))
    expect(failedTools(asked.at(-1)?.body)).toEqual(['Read', 'Bash', 'NoSuchTool'])
    const sent = upstream.requests.map(({ body }) => body.toString()).join('\n')
    for (const used of ['SUB-TASK', 'tool_4', 'note.txt']) expect(sent).toContain(used)
  } finally {
    await tap.close()
    await signalbox.stop()
    await upstream.close()
    await rm(folder, { recursive: true, force: true })
  }
})

/** Names of the tools whose result is an error, in order. */
function failedTools(body: Buffer | undefined): unknown[] {
  const parsed: unknown = JSON.parse(body?.toString() ?? '{}')
  const blocks = listOf(isFields(parsed) ? parsed['messages'] : []).flatMap(({ content }) => listOf(content))
  const names = new Map(blocks.map(({ id, name }) => [id, name]))
  return blocks
    .filter(({ type, is_error: isError }) => type === 'tool_result' && isError === true)
    .map(({ tool_use_id: id }) => names.get(id))
}

/** Claude Code reads files differently if the name of an older Claude occurs. */
function modelOf(place: TranslatedType): string {
  return place === 'openrouter' ? 'z-ai/glm-4.6' : MODELS[place]
}
