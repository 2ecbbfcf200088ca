import type { CacheReason } from '../../../shared/explanation.ts'

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export interface Body {
  [name: string]: Json
}

/** Differences between the two requests of a pair besides their bodies. */
export interface Surroundings {
  betas?: string
  organization?: string
  /** Time between the two, in ms. */
  idleMs?: number
}

export interface Labelled {
  body: Body
  around?: Surroundings
  /** Undefined: nothing that was cached has changed. */
  kind: CacheReason | undefined
  path: string | undefined
}

/** One kind of change, made to the next turn of a conversation. */
export interface Mutation {
  name: string
  change: (next: Body, random: () => number) => Labelled
}

/** The first tools of every agent, none of which is loaded on demand. */
const TOOLS = 4
const minutes = (count: number) => count * 60_000

/** 25 kinds of change, and what the verdict on each must be. */
export const MUTATIONS: readonly Mutation[] = [
  { name: 'another model', change: (body) => set(body, ['model'], 'claude-haiku-5-5', 'model') },
  { name: 'fast mode', change: (body) => set(body, ['speed'], 'fast', 'speed') },
  {
    name: 'an MCP server connects',
    change: (body, random) => insertTool(body, random, 'mcp__github__search'),
  },
  { name: 'an MCP server goes', change: removeTool },
  { name: 'a tool is described otherwise', change: (body, random) => editTool(body, random, 'description') },
  { name: 'a schema changes', change: (body, random) => editTool(body, random, 'input_schema') },
  { name: 'tools change places', change: swapTools },
  { name: 'a tool is forced', change: (body) => set(body, ['tool_choice'], { type: 'any' }, 'tools') },
  { name: 'the system prompt is edited', change: editSystem },
  { name: 'a system block is added', change: addSystem },
  {
    name: 'thinking is turned off',
    change: (body) => set(body, ['thinking', 'type'], 'disabled', 'thinking', '/thinking'),
  },
  { name: 'thinking is displayed', change: (body) => set(body, ['thinking', 'display'], 'full', 'thinking') },
  { name: 'effort', change: (body) => set(body, ['output_config', 'effort'], 'max', 'effort') },
  { name: 'effort of a message', change: (body) => editEffort(body) },
  { name: 'CLAUDE.md is edited', change: (body) => editBlock(body, 0, 0) },
  { name: 'an earlier message is edited', change: editEarlier },
  { name: 'an earlier result is cleared', change: clearResult },
  { name: 'an earlier message is removed', change: removeEarlier },
  { name: 'a block is inserted', change: insertBlock },
  { name: 'compaction', change: compact },
  { name: 'beta features', change: (body) => label(body, 'beta', undefined, { betas: 'one,two,three' }) },
  { name: 'marks are gone', change: removeMarks },
  { name: 'more than 20 blocks', change: addBlocks },
  { name: '6 minutes later', change: (body) => label(body, 'ttl_5m', undefined, { idleMs: minutes(6) }) },
  { name: '61 minutes later', change: laterThanAnHour },
  { name: 'another account', change: (body) => label(body, 'account', undefined, { organization: 'org-b' }) },
]

/** Differences that leave what was cached as it was. */
export const HARMLESS: readonly Mutation[] = [
  { name: 'nothing', change: (body) => label(body, 'nothing_changed', undefined) },
  { name: 'a tool to load on demand', change: addDeferredTool },
  { name: 'the line about the client', change: editBilling },
  { name: 'texts as lists of blocks', change: listContents },
  {
    name: 'options that no cache depends on',
    change: (body) => label({ ...body, max_tokens: 1000, metadata: {} }, 'nothing_changed', undefined),
  },
]

function addDeferredTool(body: Body): Labelled {
  const tool = { name: 'mcp__late__x', description: 'x', input_schema: {}, defer_loading: true }
  return label({ ...body, tools: [tool, ...listOf(body['tools'])] }, 'nothing_changed', undefined)
}

function editBilling(body: Body): Labelled {
  const text = 'x-anthropic-billing-header: cc_version=2.1.330.abc; cc_entrypoint=cli;'
  return label(
    { ...body, system: listOf(body['system']).with(0, { type: 'text', text }) },
    'nothing_changed',
    undefined,
  )
}

function listContents(body: Body): Labelled {
  const messages = messagesOf(body).map((message) => ({ ...message, content: contentOf(message) }))
  return label({ ...body, messages }, 'nothing_changed', undefined)
}

function label(body: Body, kind: CacheReason, path: string | undefined, around?: Surroundings): Labelled {
  return { body, kind, path, ...(around !== undefined && { around }) }
}

function set(
  body: Body,
  names: readonly string[],
  value: Json,
  kind: CacheReason,
  path = `/${names.join('/')}`,
): Labelled {
  const [first = '', second] = names
  const old = body[first]
  const inner = second === undefined ? value : { ...(isObject(old) && old), [second]: value }
  return label(
    { ...body, [first]: inner },
    kind,
    second === undefined || old !== undefined ? `/${names.join('/')}` : path,
  )
}

function insertTool(body: Body, random: () => number, name: string): Labelled {
  const tools = listOf(body['tools'])
  const at = Math.floor(random() * tools.length)
  const tool = { name, description: 'Search', input_schema: { type: 'object' } }
  return label({ ...body, tools: tools.toSpliced(at, 0, tool) }, 'tools', `/tools/${at}`)
}

function removeTool(body: Body, random: () => number): Labelled {
  const at = Math.floor(random() * TOOLS)
  return label({ ...body, tools: listOf(body['tools']).toSpliced(at, 1) }, 'tools', `/tools/${at}`)
}

function editTool(body: Body, random: () => number, name: string): Labelled {
  const tools = listOf(body['tools'])
  const at = Math.floor(random() * TOOLS)
  const tool = tools[at]
  const value = name === 'description' ? 'Something else.' : { type: 'object', properties: { q: {} } }
  return label(
    { ...body, tools: tools.with(at, { ...(isObject(tool) && tool), [name]: value }) },
    'tools',
    `/tools/${at}/${name}`,
  )
}

function swapTools(body: Body, random: () => number): Labelled {
  const tools = listOf(body['tools'])
  const at = Math.floor(random() * TOOLS)
  const swapped = tools.with(at, tools[at + 1] ?? null).with(at + 1, tools[at] ?? null)
  return label({ ...body, tools: swapped }, 'tools', `/tools/${at}`)
}

function editSystem(body: Body): Labelled {
  const system = listOf(body['system'])
  const at = system.length - 1
  const block = system[at]
  const text = isObject(block) ? `${JSON.stringify(block['text'])} Today is another day.` : ''
  return label(
    { ...body, system: system.with(at, { ...(isObject(block) && block), text }) },
    'system',
    `/system/${at}/text`,
  )
}

function addSystem(body: Body): Labelled {
  const system = listOf(body['system'])
  return label(
    { ...body, system: [...system, { type: 'text', text: 'Output style: explanatory.' }] },
    'system',
    `/system/${system.length}`,
  )
}

function editEffort(body: Body): Labelled {
  const messages = messagesOf(body)
  const at = messages.findIndex((message) => message['output_config'] !== undefined)
  // Requests of other kinds have one effort only.
  if (at === -1) return set(body, ['output_config', 'effort'], 'low', 'effort')
  const changed = messages.with(at, { ...messages[at], output_config: { effort: 'low' } })
  return label({ ...body, messages: changed }, 'effort', `/messages/${at}/output_config/effort`)
}

/** Replaces the text of a block. */
function editBlock(body: Body, message: number, block: number): Labelled {
  const messages = messagesOf(body)
  const blocks = contentOf(messages[message])
  const changed = blocks.with(block, { type: 'text', text: 'Contents of CLAUDE.md: use tabs.' })
  const isText = blocks[block]?.['type'] === 'text'
  const path = `/messages/${message}/content/${block}${isText ? '/text' : ''}`
  return label(
    { ...body, messages: messages.with(message, { ...messages[message], content: changed }) },
    'message',
    path,
  )
}

function editEarlier(body: Body, random: () => number): Labelled {
  const count = earlierCount(body)
  const at = Math.floor(random() * count)
  return editBlock(body, at, contentOf(messagesOf(body)[at]).length - 1)
}

function clearResult(body: Body): Labelled {
  const messages = messagesOf(body)
  const at = messages
    .slice(0, earlierCount(body))
    .findIndex((message) => contentOf(message).some(({ type }) => type === 'tool_result'))
  if (at === -1) return editBlock(body, 0, 0)
  const blocks = contentOf(messages[at])
  const block = blocks.findIndex(({ type }) => type === 'tool_result')
  const cleared = { ...blocks[block], content: '[Old tool result content cleared]' }
  return label(
    { ...body, messages: messages.with(at, { ...messages[at], content: blocks.with(block, cleared) }) },
    'message',
    `/messages/${at}/content/${block}/content`,
  )
}

function removeEarlier(body: Body, random: () => number): Labelled {
  const at = Math.floor(random() * (earlierCount(body) - 1))
  return label({ ...body, messages: messagesOf(body).toSpliced(at, 1) }, 'message', `/messages/${at}`)
}

function insertBlock(body: Body): Labelled {
  const messages = messagesOf(body)
  const reminder = { type: 'text', text: '<system-reminder>New.</system-reminder>' }
  const content = [reminder, ...contentOf(messages[0])]
  return label(
    { ...body, messages: messages.with(0, { ...messages[0], content }) },
    'message',
    '/messages/0/content/0',
  )
}

function compact(body: Body): Labelled {
  const [first] = messagesOf(body)
  const summary =
    'This session is being continued from a previous conversation that ran out of context. We did things.'
  const content = [
    ...contentOf(first).slice(0, 1),
    { type: 'text', text: summary, cache_control: { type: 'ephemeral' } },
  ]
  return label({ ...body, messages: [{ role: 'user', content }] }, 'compaction', '/messages/0/content/1/text')
}

function removeMarks(body: Body): Labelled {
  const bare = JSON.parse(
    JSON.stringify(body, (name, value: unknown) => (name === 'cache_control' ? undefined : value)),
  ) as Body
  return label(bare, 'cache_control', undefined)
}

function addBlocks(body: Body): Labelled {
  const messages = messagesOf(body)
  const last = messages.length - 1
  const blocks = contentOf(messages[last]).map(({ cache_control: _mark, ...block }) => block)
  const more = Array.from({ length: 25 }, (_, index) => ({
    type: 'text',
    text: `Result ${index}`,
    ...(index === 24 && { cache_control: { type: 'ephemeral' } }),
  }))
  const content = [...blocks, ...more]
  return label(
    { ...body, messages: messages.with(last, { ...messages[last], content }) },
    'block_limit',
    `/messages/${last}/content/${content.length - 1}`,
  )
}

function laterThanAnHour(body: Body): Labelled {
  return label(withTtl(body, '1h'), 'ttl_1h', undefined, { idleMs: minutes(61) })
}

/** All marks with another lifetime. */
export function withTtl(body: Body, ttl: string): Body {
  return JSON.parse(
    JSON.stringify(body, (name, value: unknown) =>
      name === 'cache_control' ? { type: 'ephemeral', ttl } : value,
    ),
  ) as Body
}

/** Messages that the turn before had, too. */
function earlierCount(body: Body): number {
  return Math.max(1, messagesOf(body).length - 2)
}

function messagesOf(body: Body): Body[] {
  return listOf(body['messages']).filter(isObject)
}

export function contentOf(message: Body | undefined): Body[] {
  const content = message?.['content']
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return listOf(content).filter(isObject)
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

function isObject(value: Json | undefined): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
