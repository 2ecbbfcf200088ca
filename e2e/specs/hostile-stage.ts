import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorReply } from '../fake-upstream/error-reply.ts'
import type { EventsReply, HttpReply } from '../fake-upstream/reply.ts'
import { type Dashboard, startDashboard } from '../dashboard-rig/start-dashboard.ts'
import { expect, test as base } from './dashboard-stage.ts'
import { ALL_MARKUP, MARKUP, NAMES } from './hostile-markup.ts'

export const SESSION = '0c0ffee0-5555-4222-8333-444455556666'
export const [NAME = ''] = NAMES
/** In each of the texts that run script. */
export const SEEN = 'window.owned=1'

/** A dashboard with hostile text in each field that takes any. */
export const test = base.extend<object, { hostile: Dashboard }>({
  hostile: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const log = MARKUP.map((text) => ({
        level: 50,
        time: new Date(Date.now() - 60_000).toISOString(),
        msg: text,
        request_id: text,
        [text]: { [text]: text },
      }))
      const dashboard = await startDashboard({ log, checksProviders: false })
      await poison(dashboard)
      await use(dashboard)
      await dashboard.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

/** Requests, conversations, settings, providers and routes with hostile text in each field that takes any. */
async function poison(dashboard: Dashboard): Promise<void> {
  const { url, upstream, home, send } = dashboard
  const headers = { 'x-claude-code-session-id': SESSION, 'x-hostile': NAMES.join(' ').slice(0, 6_000) }
  const named = (at: number) => ({ ...headers, 'user-agent': NAMES[at % NAMES.length] ?? '' })
  const bodies = NAMES.slice(0, 3).map((_, at) => requestBody(at))
  for (const [at, body] of bodies.entries()) await send(body, hostileMessage(at), named(at))
  await send(requestBody(4), hostileError(), named(4))
  await send(requestBody(5), brokenStream(), named(5))
  await send(
    { a: 1, ['__proto__']: 2, raw: ALL_MARKUP },
    { kind: 'http', status: 200, body: ALL_MARKUP },
    named(6),
  )
  await send(requestBody(7), errorReply(529, NAME, { 'anthropic-organization-id': NAME }), named(7))
  await writeTranscript(home)
  const env = Object.fromEntries(NAMES.map((name, at) => [`HOSTILE_${at}${name}`, name]))
  await writeFile(
    join(home, '.claude', 'settings.json'),
    JSON.stringify(
      { [NAME]: NAME, env: { ...env, ANTHROPIC_BASE_URL: `http://evil.invalid/${NAME}` } },
      null,
      2,
    ),
  )
  const json = (method: string, body: object) => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const provider = {
    name: 'hostile',
    type: 'openai',
    apiBaseUrl: upstream.url,
    apiKey: 'k',
    models: NAMES,
    enabled: true,
  }
  expect((await fetch(`${url}/api/providers`, json('POST', provider))).status).toBeLessThan(300)
  const routes = Object.fromEntries(
    NAMES.slice(0, 40).map((name) => [name, { provider: 'hostile', model: name }]),
  )
  const mappings = Object.fromEntries(NAMES.slice(0, 40).map((name) => [name, name]))
  const saved = await fetch(
    `${url}/api/routes`,
    json('PUT', { routes, subagents: { enable: true, mappings } }),
  )
  expect([saved.status, saved.ok || (await saved.text())]).toEqual([200, true])
  // An error of the provider, which is shown with the request.
  await send(
    { ...requestBody(8), model: 'hostile,gpt-4o' },
    {
      kind: 'http',
      status: 400,
      body: JSON.stringify({ error: { message: ALL_MARKUP, type: NAME, code: NAME } }),
    },
    named(8),
  )
}

export function requestBody(at: number): object {
  const input = Object.fromEntries(MARKUP.map((text, index) => [`${text} ${index}`, text]))
  return {
    model: NAMES[at % NAMES.length],
    max_tokens: 10,
    stream: true,
    system: [{ type: 'text', text: ALL_MARKUP, cache_control: { type: 'ephemeral', ttl: NAME } }],
    tools: NAMES.slice(0, 40).map((name) => ({
      name,
      description: ALL_MARKUP,
      input_schema: { [name]: name },
    })),
    metadata: JSON.parse(`{"__proto__":{"owned":1},"constructor":{"prototype":{"owned":1}}}`) as object,
    messages: [
      { role: 'user', content: `${ALL_MARKUP} ${at}` },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: ALL_MARKUP, signature: NAME },
          ...[
            'Edit',
            'Write',
            'Bash',
            'Task',
            'WebFetch',
            'Grep',
            'TodoWrite',
            NAME,
            '__proto__',
            'constructor',
          ].map((name, call) => ({
            type: 'tool_use',
            id: `toolu_${call}`,
            name,
            input: { ...input, ...fieldsOfTools() },
          })),
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_0', is_error: true, content: ALL_MARKUP },
          { type: 'tool_result', tool_use_id: NAME, content: [{ type: NAME, text: ALL_MARKUP }] },
          { type: 'image', source: { type: 'base64', media_type: 'image/svg+xml', data: 'PHN2Zy8+' } },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: '"><script>' } },
          { type: 'document', title: NAME, source: { type: 'text', data: ALL_MARKUP } },
          ...MARKUP.map((text) => ({ type: 'text', text })),
        ],
      },
    ],
  }
}

function fieldsOfTools(): object {
  return {
    file_path: NAME,
    old_string: ALL_MARKUP,
    new_string: `${ALL_MARKUP}!`,
    content: ALL_MARKUP,
    command: ALL_MARKUP,
    description: NAME,
    prompt: ALL_MARKUP,
    url: `javascript:${SEEN}`,
    todos: MARKUP.map((content) => ({ content, status: content })),
  }
}

function hostileMessage(at: number): EventsReply {
  const usage = { input_tokens: 1, output_tokens: 1, service_tier: NAME, [NAME]: NAME }
  const message = { id: NAME, type: 'message', role: 'assistant', model: NAMES[at], content: [], usage }
  const event = (type: string, fields: object) => ({ event: type, data: JSON.stringify({ type, ...fields }) })
  const blocks = MARKUP.flatMap((text, index) => [
    event('content_block_start', { index, content_block: { type: 'text', text: '' } }),
    event('content_block_delta', { index, delta: { type: 'text_delta', text } }),
    event('content_block_stop', { index }),
  ])
  const end = { delta: { stop_reason: NAME }, usage }
  return {
    kind: 'events',
    events: [
      event('message_start', { message }),
      ...blocks,
      event('message_delta', end),
      event('message_stop', {}),
    ],
    headers: { 'anthropic-organization-id': NAME, 'x-hostile': NAME, constructor: NAME, 'request-id': NAME },
  }
}

function brokenStream(): EventsReply {
  const error = { type: 'error', error: { type: NAME, message: ALL_MARKUP } }
  return { kind: 'events', events: [{ event: 'error', data: JSON.stringify(error) }] }
}

function hostileError(): HttpReply {
  return {
    kind: 'http',
    status: 400,
    body: JSON.stringify({ type: 'error', error: { type: NAME, message: ALL_MARKUP } }),
  }
}

async function writeTranscript(home: string): Promise<void> {
  const folder = join(home, '.claude', 'projects', '-hostile')
  await mkdir(folder, { recursive: true })
  const common = { sessionId: SESSION, cwd: `/${NAME}`, version: NAME, gitBranch: NAME, userType: 'external' }
  const at = (second: number) => new Date(Date.now() - 60_000 + second).toISOString()
  const lines = [
    { type: 'summary', summary: NAME, leafUuid: 'u0' },
    ...MARKUP.flatMap((text, index) => [
      {
        ...common,
        type: 'user',
        uuid: `u${index}`,
        timestamp: at(index),
        message: { role: 'user', content: text },
      },
      {
        ...common,
        type: 'assistant',
        uuid: `a${index}`,
        timestamp: at(index),
        message: {
          id: text,
          role: 'assistant',
          model: NAME,
          content: [
            { type: 'text', text },
            { type: 'tool_use', id: `t${index}`, name: text, input: { [text]: text, subagent_type: text } },
          ],
          usage: {},
        },
      },
    ]),
  ]
  await writeFile(join(folder, `${SESSION}.jsonl`), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}
