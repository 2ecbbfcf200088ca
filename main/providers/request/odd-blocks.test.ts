import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProviderError } from '../errors.ts'
import { PROVIDER_TYPES } from '../provider-types.ts'
import type { TranslatedType } from '../resolve-provider.ts'
import { assistant, CALL, PDF, PNG, user } from '../testing/make-prompt.ts'
import { makeTarget } from '../testing/make-target.ts'
import { parseRequest } from './parse-request.ts'
import { toCallOptions } from './to-call-options.ts'

const TYPES = Object.keys(PROVIDER_TYPES).filter((type) => type !== 'anthropic') as TranslatedType[]
const { signal } = new AbortController()

function translate(body: object, type: TranslatedType, model?: string) {
  const request = parseRequest({ max_tokens: 8000, ...body })
  const target = { ...makeTarget(type, model), omissions: request.omissions }
  const { options } = toCallOptions(request, { target, estimate: 10, signal })
  return { prompt: options.prompt, json: JSON.stringify(options), omissions: request.omissions.list() }
}

const TEXT = { type: 'text', text: 'hello' }
const FILE = { type: 'file', file_id: 'file_1' }

/** Blocks of Anthropic's API that other providers do not know, in each place where a history can have them. */
const BLOCKS: readonly Record<string, unknown>[] = [
  { type: 'tool_addition', tool: { type: 'tool_reference', name: 'Read' } },
  { type: 'tool_removal', tool: { type: 'tool_reference', name: 'Read' } },
  { type: 'fallback', from: { model: 'claude-fable-5-1' }, to: { model: 'claude-opus-5' } },
  { type: 'container_upload', file_id: 'file_1' },
  { type: 'mid_conv_system', content: [{ type: 'text', text: 'Be brief.' }] },
  { type: 'connector_text', connector_text: 'Between the tools.' },
  { type: 'browser_state', tabs: [{ url: 'https://a.test', title: 'A' }], screenshot: 'A'.repeat(50_000) },
  { type: 'compaction', content: 'What came before.' },
  { type: 'compaction', content: null },
  { type: 'redacted_thinking', data: 'xx' },
  { type: 'thinking', signature: 'abc' },
  { type: 'server_tool_use', id: 's', name: 'advisor', input: {} },
  { type: 'advisor_tool_result', tool_use_id: 's', content: { type: 'advisor_result', text: 'Do it.' } },
  { type: 'code_execution_tool_result', tool_use_id: 's', content: { stdout: '1' } },
  { type: 'web_search_tool_result', tool_use_id: 's', content: [] },
  { type: 'mcp_tool_use', id: 's', name: 'x', server_name: 'y', input: {} },
  { type: 'mcp_tool_result', tool_use_id: 's', content: [] },
  { type: 'image', source: FILE },
  { type: 'document', source: FILE },
  { type: 'document', source: { type: 'base64', media_type: 'application/msword', data: 'AAAA' } },
  { type: 'document', source: { type: 'url', url: 'file:///etc/passwd' } },
  { type: 'document', source: { type: 'url', url: 'https://x.test/a.pdf' } },
  PDF,
  PNG,
]

function blocks(): fc.Arbitrary<Record<string, unknown>> {
  const name = fc.constantFrom('hologram', 'tool_sketch', 'x_tool_result', 'deep_thinking', 'constructor')
  const future = fc
    .tuple(name, fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })))
    .map(([type, fields]) => ({ ...fields, type }))
  return fc.oneof(fc.constantFrom(...BLOCKS), future)
}

/** A conversation that ends with words of the user, as Claude Code sends it. */
function conversations(): fc.Arbitrary<object[]> {
  const some = fc.array(blocks(), { maxLength: 3 })
  const result = fc.tuple(some, some).map(([inside, beside]) => {
    return [
      assistant(CALL),
      user({ type: 'tool_result', tool_use_id: 'toolu_1', content: inside }, ...beside),
    ]
  })
  const effort = fc.constantFrom('low', 'high').map((level) => {
    return [{ role: 'system', content: [], output_config: { effort: level } }]
  })
  const turn = fc.oneof(
    some.map((content) => [user(TEXT, ...content)]),
    some.map((content) => [user(...content)]),
    some.map((content) => [assistant(...content)]),
    some.map((content) => [{ role: 'system', content }]),
    fc.constant([{ role: 'system' }]),
    fc.constant([user()]),
    effort,
    result,
  )
  return fc.array(turn, { maxLength: 6 }).map((turns) => [...turns.flat(), user(TEXT)])
}

it('never refuses a conversation for what it holds, and leaves a legal one', () => {
  const property = fc.property(conversations(), fc.constantFrom(...TYPES), (messages, type) => {
    const { prompt } = translate({ messages }, type)
    const roles = prompt.map(({ role }) => role)
    expect(roles.find((role) => role !== 'system')).toBe('user')
    expect(prompt.filter(({ content }) => content.length === 0)).toEqual([])
    roles.forEach((role, at) => expect(role !== 'tool' && role === roles[at - 1]).toBe(false))
  })
  fc.assert(property, { numRuns: 2000 })
})

it('never refuses a request for a field that it has no place for, and names it', () => {
  const fields = {
    safeguards: { type: 'auto' },
    context_management: { edits: [] },
    container: 'c',
    mcp_servers: [],
    speed: 'fast',
    diagnostics: {},
    something_of_next_year: 1,
    output_config: { effort: 'low', task_budget: 5 },
  }
  for (const type of TYPES) {
    const { json, omissions } = translate({ ...fields, messages: [user(TEXT)] }, type)
    expect(json).not.toMatch(/safeguards|next_year|task_budget/)
    expect(omissions.map(({ name }) => name)).toEqual([
      'safeguards',
      'context_management',
      'container',
      'mcp_servers',
      'speed',
      'diagnostics',
      'something_of_next_year',
      'output_config.task_budget',
    ])
  }
})

describe('a part without a place elsewhere', () => {
  it('is left out if it tells the model nothing', () => {
    const [addition = {}, removal = {}, fallback = {}] = BLOCKS
    const messages = [
      { role: 'system', content: [addition, removal] },
      user(TEXT),
      assistant(fallback, TEXT),
      { role: 'system', content: [addition] },
      user(TEXT),
    ]
    const { prompt, omissions } = translate({ messages }, 'openai')
    expect(prompt.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    expect(prompt.map(({ content }) => content)).toEqual([[TEXT], [TEXT], [TEXT]])
    expect(omissions).toEqual([
      { code: 'left_out', name: 'tool_addition', count: 2 },
      { code: 'left_out', name: 'tool_removal', count: 1 },
      { code: 'left_out', name: 'fallback', count: 1 },
    ])
  })

  it.each([
    [BLOCKS[4], 'Be brief.'],
    [BLOCKS[5], 'Between the tools.'],
    [BLOCKS[7], 'What came before.'],
    [{ type: 'hologram', text: 'See.' }, 'See.'],
    [{ type: 'hologram', colour: 'red', data: 'x'.repeat(9000) }, '[hologram {"colour":"red"}]'],
    [BLOCKS[3], '[container_upload {"file_id":"file_1"}]'],
  ])('is said in words if it tells something: %j', (block, text) => {
    const { prompt } = translate({ messages: [user(block, TEXT)] }, 'groq')
    expect(prompt[0]?.content).toEqual([{ type: 'text', text }, TEXT])
  })

  it('defines a tool for the rest of the conversation if it has its schema', () => {
    const tool = { name: 'Later', description: 'd', input_schema: { type: 'object' } }
    const messages = [user(TEXT), { role: 'system', content: [{ type: 'tool_addition', tool }] }, user(TEXT)]
    expect(translate({ messages }, 'openai').json).toContain('"name":"Later"')
  })
})

it('takes the effort of the last message that changes it', () => {
  const effort = (level: string) => ({ role: 'system', content: [], output_config: { effort: level } })
  const body = { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } }
  const messages = [user(TEXT), effort('medium'), assistant(TEXT), effort('low')]
  expect(translate({ ...body, messages }, 'openai', 'gpt-5.1').json).toContain('"reasoning":"low"')
  expect(translate({ ...body, messages: [user(TEXT)] }, 'openai', 'gpt-5.1').json).toContain(
    '"reasoning":"high"',
  )
})

describe('a file of an unsupported type', () => {
  it.each(TYPES)('is refused by %s only where the user has just attached it', (type) => {
    const file = { type: 'document', source: FILE }
    const attach = () => translate({ messages: [user(file)] }, type)
    expect(attach).toThrow(ProviderError)
    expect(attach).toThrow(/^messages\.0\.content\.0\.source: /)
    const later = translate({ messages: [user(file), assistant(TEXT), user(TEXT)] }, type)
    expect(JSON.stringify(later.prompt)).toContain('file_1')
  })

  it.each<TranslatedType>(['deepseek', 'groq', 'xai', 'ollama'])(
    'becomes a sentence in a tool’s result for %s, at once and a turn later',
    (type) => {
      const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: [PDF] }
      const atOnce = [user(TEXT), assistant(CALL), user(result)]
      for (const messages of [atOnce, [...atOnce, assistant(TEXT), user(TEXT)]]) {
        const { prompt, omissions } = translate({ messages }, type)
        expect(JSON.stringify(prompt[2])).toContain('left out: this model can’t read it')
        expect(omissions).toEqual([{ code: 'said_in_words', name: 'document', count: 1 }])
      }
    },
  )
})
