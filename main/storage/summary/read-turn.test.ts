import { expect, it } from 'vitest'
import { scanBody } from '../body/scan-body.ts'
import { createTurnRedact } from '../redact/create-turn-redact.ts'
import { readTurn } from './read-turn.ts'

const redact = createTurnRedact(['our own secret'])

function turnOf(messages: readonly unknown[], answer?: { body: string; type?: string }) {
  const bytes = Buffer.from(JSON.stringify({ model: 'claude', messages }))
  const map = scanBody(bytes)
  if (map === undefined) throw new Error('no body')
  const headers = ['Content-Type', answer?.type ?? 'text/event-stream; charset=utf-8']
  const stored = answer && { bytes: Buffer.from(answer.body), headers }
  return readTurn({ bytes, map }, { answer: stored, redact })
}

const user = (...content: unknown[]) => ({ role: 'user', content })
const text = (words: string) => ({ type: 'text', text: words })
const call = (id: string, name: string, input: object) => ({ type: 'tool_use', id, name, input })
const result = (id: string, isError: boolean) => ({
  type: 'tool_result',
  tool_use_id: id,
  content: 'x',
  is_error: isError,
})

/** A stream of text and tool calls, whose inputs arrive in pieces of seven characters. */
function streamOf(...blocks: (string | { name: string; input: object })[]): string {
  const events = blocks.flatMap((block, index) => {
    const isText = typeof block === 'string'
    const begin = isText ? text('') : { type: 'tool_use', id: 't', name: block.name, input: {} }
    const pieces = (isText ? block : JSON.stringify(block.input)).match(/[\s\S]{1,7}/g) ?? []
    return [
      { type: 'content_block_start', index, content_block: begin },
      ...pieces.map((piece) => ({
        type: 'content_block_delta',
        index,
        delta: isText
          ? { type: 'text_delta', text: piece }
          : { type: 'input_json_delta', partial_json: piece },
      })),
      { type: 'content_block_stop', index },
    ]
  })
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
}

it('says what was asked, what was done and what came back', () => {
  const stream = streamOf(
    'I’ll **look** at\nthe `parser`.',
    {
      name: 'Edit',
      input: { file_path: '/home/me/app/parse-duration.ts', old_string: 'a', new_string: 'b' },
    },
    { name: 'Bash', input: { command: 'npm test', description: 'Run the tests' } },
  )
  const asked = user(text('<system-reminder>\nlong\n</system-reminder>'), text('fix the parser tests'))
  expect(turnOf([asked], { body: stream }).summary).toStrictEqual({
    asked: 'fix the parser tests',
    did: [
      { tool: 'Edit', target: 'parse-duration.ts' },
      { tool: 'Bash', target: 'npm test' },
    ],
    result: 'I’ll look at the parser.',
  })
})

it('takes only what is new in the turn, and the tools whose result failed', () => {
  const turn = turnOf([
    user(text('first words')),
    { role: 'system', content: 'environment' },
    {
      role: 'assistant',
      content: [call('a', 'Bash', { command: 'npm test' }), call('b', 'Read', { file_path: 'x' })],
    },
    user(result('a', true), result('b', false)),
  ])
  expect(turn.summary).toStrictEqual({ did: [{ tool: 'Bash', target: 'npm test', failed: true }] })
})

it('passes over the beginning of a response that the request contains', () => {
  expect(turnOf([user(text('name it')), { role: 'assistant', content: '{' }]).summary).toStrictEqual({
    asked: 'name it',
  })
})

it('reads commands as they were typed', () => {
  const command =
    '<command-message>init</command-message>\n<command-name>/init</command-name>\n<command-args>now</command-args>'
  expect(turnOf([user(text(command))]).summary.asked).toBe('/init now')
  expect(turnOf([user(text('<bash-input>ls</bash-input>'))]).summary.asked).toBe('! ls')
  expect(turnOf([user(text('<local-command-stdout>no</local-command-stdout>'))]).summary).toStrictEqual({})
})

it('reads a response that is one message, and the title that it may be', () => {
  const body = JSON.stringify({ content: [text('{"title": "Fix **parser** tests"}')] })
  const turn = turnOf([user(text('words'))], { body, type: 'application/json' })
  expect(turn.title).toBe('Fix parser tests')
  expect(turnOf([user(text('words'))], { body: streamOf('no {"title": "x"}') }).title).toBeUndefined()
})

it('is at most 140 characters long, whatever the parts', () => {
  const long = 'word '.repeat(5000)
  const calls = Array.from({ length: 60 }, () => ({ name: 'N'.repeat(300), input: { command: long } }))
  for (const [words, ...blocks] of [[long, long, ...calls], ['', ...calls], ['hi', long], [long]] as const) {
    const {
      asked = '',
      did = [],
      result: came = '',
    } = turnOf([user(text(words))], {
      body: streamOf(...blocks),
    }).summary
    const length = did.reduce((sum, { tool, target = '' }) => sum + tool.length + target.length + 1, 0)
    expect(asked.length + length + came.length).toBeLessThanOrEqual(140)
    expect(asked.length + length + came.length).toBeGreaterThan(1)
  }
})

it('shows no control characters, bidirectional marks or half characters, on one line', () => {
  const hostile = '\u202Eevil\u2066\u0000\u0007\u001B[31m\r\n\u2028\uD800 words\u200B \u{1F600}'.repeat(50)
  const {
    asked = '',
    did,
    result: came = '',
  } = turnOf([user(text(hostile))], {
    body: streamOf(hostile, { name: hostile, input: { file_path: hostile } }),
  }).summary
  for (const shown of [asked, came, ...(did ?? []).flatMap(({ tool, target = '' }) => [tool, target])]) {
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    expect(shown.isWellFormed()).toBe(true)
    expect(shown).toContain('evil')
  }
})

it('hides credentials and our own secrets, wherever the texts are cut', () => {
  const secret = 'sk-ant-api03-CANARY0123456789abcdef'
  for (let before = 0; before < 160; before += 3) {
    const words = `${'x'.repeat(before)} ${secret} our own secret`
    const shown = JSON.stringify(
      turnOf([user(text(words))], { body: streamOf(words, { name: 'Bash', input: { command: words } }) }),
    )
    expect(shown).not.toContain('CANARY')
    expect(shown).not.toContain('own secret')
  }
})

it.each([
  ['an image of 16 MB', [{ type: 'image', source: { data: 'A'.repeat(16_000_000) } }, text('what is this?')]],
  ['16 MB of words', [text('words \u202E'.repeat(2_000_000))]],
  ['half a million texts', Array.from({ length: 500_000 }, () => text('a'))],
  ['16 MB of brackets', [text('['.repeat(16_000_000))]],
])('reads %s in bounded time', (_name, content) => {
  const bytes = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content }] }))
  const map = scanBody(bytes)
  if (map === undefined) throw new Error('no body')
  const start = performance.now()
  readTurn({ bytes, map }, { answer: undefined, redact })
  expect(performance.now() - start).toBeLessThan(1000)
})

it('reads a response of 16 MB in bounded time', () => {
  const body = streamOf('x'.repeat(1_000_000))
  const start = performance.now()
  const { summary } = turnOf([user(text('write'))], { body })
  expect(summary.result).toMatch(/^x+…$/)
  expect(performance.now() - start).toBeLessThan(1000)
})

it('reads the same from a stream that was cut anywhere, or less', () => {
  const stream = streamOf('The answer', {
    name: 'Edit',
    input: { file_path: '/a/b.ts', new_string: 'x'.repeat(50) },
  })
  for (let end = 0; end <= stream.length; end += 1) {
    const { result: came = '', did = [] } = turnOf([user(text('x'))], { body: stream.slice(0, end) }).summary
    expect('The answer'.startsWith(came)).toBe(true)
    expect([undefined, 'b.ts', 'b.t', 'b.', 'b']).toContain(did[0]?.target)
  }
})

it.each([
  [
    'spaces and carriage returns',
    (event: string) => event.replace('data: ', 'data:').replace('}}\n', '}   }\r\n'),
  ],
  ['escapes', (event: string) => event.replaceAll('é', String.raw`\u00e9`)],
  [
    'members in another order',
    (event: string) => event.replace('"index":0,', '').replace('"}}', '"},"index":0}'),
  ],
  ['a longer line than is read at once', (event: string) => `: ${'x'.repeat(100_000)}\n${event}`],
])('reads deltas with %s as well', (_name, rewrite) => {
  const pieces = ['Sié "quoted" \\ back\n', '\u{1F600}\t', 'é'.repeat(3000), ' end']
  const events = pieces.map((piece) => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: piece },
  }))
  const lines = events.map((event, place) => {
    const line = `event: content_block_delta\ndata: ${JSON.stringify(event)}\n\n`
    return place % 2 === 0 ? rewrite(line) : line
  })
  const [start, stop] = [
    { type: 'content_block_start', index: 0, content_block: text('') },
    { type: 'content_block_stop', index: 0 },
  ].map((event) => `data: ${JSON.stringify(event)}\n\n`)
  const thinking = streamOf('x').replace('"type":"text"', '"type":"thinking"')
  const body = `${thinking}${start ?? ''}${lines.join('')}${stop ?? ''}${streamOf({ name: 'Bash', input: { command: 'ls' } })}`
  const { words, summary } = turnOf([user(text('x'))], { body })
  expect(words.said).toBe(`x sie quoted back ${'e'.repeat(3000)} end`)
  expect(summary.did).toEqual([{ tool: 'Bash', target: 'ls' }])
})
