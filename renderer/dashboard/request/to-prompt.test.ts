import { expect, test } from 'vitest'
import { toPrompt } from './to-prompt.ts'

test('a body that was not kept, or is no object, is no prompt', () => {
  expect(toPrompt({})).toBeUndefined()
  expect(toPrompt({ body: [1] })).toBeUndefined()
})

test('system, tools, turns and options are told apart, with sizes and cache marks', () => {
  const prompt = toPrompt({
    body: {
      model: 'm',
      max_tokens: 5,
      system: [
        { type: 'text', text: 'You are' },
        { type: 'text', text: 'x', cache_control: { type: 'ephemeral' } },
      ],
      tools: [
        {
          name: 'Bash',
          description: 'Runs',
          input_schema: {},
          cache_control: { type: 'ephemeral', ttl: '1h' },
        },
      ],
      messages: [{ role: 'user', content: 'hi' }],
    },
  })
  expect(prompt).toMatchObject({
    system: [
      { text: 'You are', size: 7, cache: undefined },
      { text: 'x', cache: { ttl: '5m' } },
    ],
    tools: [{ name: 'Bash', cache: { ttl: '1h' } }],
    turns: [{ role: 'user', blocks: [{ kind: 'text', text: 'hi' }] }],
    options: { model: 'm', max_tokens: 5 },
  })
})

test('a system prompt may be one string', () => {
  expect(toPrompt({ body: { system: 'Be brief' } })?.system).toEqual([
    { text: 'Be brief', size: 8, cache: undefined },
  ])
})

test('the response is the last turn, unless it is an error', () => {
  const body = { messages: [] }
  const responses = [
    { body: { model: 'm', content: [{ type: 'text', text: 'yes' }] } },
    { body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } } },
    { bodyText: '<html>' },
    { bodyText: '<html>', statusCode: 502 },
    { body: { input_tokens: 42 } },
    {},
  ]
  expect(
    responses.map((response) => toPrompt({ body, response })?.turns.map(({ blocks }) => blocks[0])),
  ).toEqual([[{ kind: 'text', text: 'yes' }], [], [{ kind: 'text', text: '<html>' }], [], [], []])
})

test('a response of another model is headed by its name, provider and route', () => {
  const response = { body: { model: 'claude-haiku-4-5', content: [{ type: 'text', text: 'yes' }] } }
  const asked = { body: { messages: [] }, model: 'claude-haiku-4-5', response }
  const author = (fields: object) => toPrompt({ ...asked, ...fields })?.turns.at(-1)?.author
  expect(author({ provider: 'local', routedModel: 'qwen3:8b', route: 'background' })).toEqual({
    name: 'qwen3:8b',
    note: 'local, via route Background',
  })
  expect(author({ provider: 'local', routedModel: 'qwen3:8b' })).toEqual({ name: 'qwen3:8b', note: 'local' })
  expect(author({ provider: 'anthropic' })).toBeUndefined()
  expect(author({})).toBeUndefined()
})
