import { expect, it } from 'vitest'
import { countTokens } from './count-tokens.ts'
import { estimateTokens } from './estimate-tokens.ts'

/** Counted with cl100k_base. */
const COUNTED: readonly (readonly [string, string, number])[] = [
  [
    'English',
    'The proxy forwards each request to the upstream and keeps a copy of the answer, which is written to the database by a worker thread so that the stream is never delayed.',
    34,
  ],
  [
    'TypeScript',
    'export function createToolNames(): ToolNames {\n  const originals = new Map<string, string>()\n  return {\n    toProvider(name) {\n      if (PLAIN.test(name)) return name\n    },\n  }\n}\n',
    43,
  ],
  [
    'JSON',
    '{"type":"object","properties":{"file_path":{"type":"string","description":"The absolute path"},"limit":{"type":"number"}},"required":["file_path"]}',
    32,
  ],
  ['German', 'Der lokale Proxy leitet Anfragen an den Server weiter und zeigt, was gerade geschieht.', 21],
  ['Chinese', '代理服务器在本地运行,它把请求转发给上游,并记录每一次调用的用量。', 31],
  ['Russian', 'Локальный прокси пересылает запросы на сервер и показывает, что происходит.', 29],
  ['numbers', '2026-11-21 13:46:02 status half-configured libc-bin:amd64 2.41-12', 27],
]

it.each(COUNTED)('is near for a few words of %s', (_name, text, counted) => {
  expect(estimateTokens(text) / counted).toBeGreaterThan(0.75)
  expect(estimateTokens(text) / counted).toBeLessThan(1.4)
})

it('is within a fifth for all of them', () => {
  const estimated = COUNTED.reduce((sum, [, text]) => sum + estimateTokens(text), 0)
  const counted = COUNTED.reduce((sum, [, , tokens]) => sum + tokens, 0)
  expect(estimated / counted).toBeGreaterThan(0.8)
  expect(estimated / counted).toBeLessThan(1.2)
})

it('reads any text to its end', () => {
  for (let code = 0; code < 0x3000; code++)
    expect(estimateTokens(String.fromCharCode(code).repeat(3))).toBeGreaterThan(0)
  expect(estimateTokens('')).toBe(0)
})

it('counts everything of a request that a model reads', () => {
  const words = 'every word of this sentence is read '
  const base = countTokens({ messages: [] })
  const image = {
    type: 'image',
    source: { type: 'base64', media_type: 'image/png', data: 'A'.repeat(100_000) },
  }
  const places = {
    system: { system: [{ type: 'text', text: words }] },
    'a string': { messages: [{ role: 'user', content: words }] },
    'a result': {
      messages: [
        { role: 'user', content: [{ type: 'tool_result', content: [{ type: 'text', text: words }] }] },
      ],
    },
    'a call': {
      messages: [{ role: 'assistant', content: [{ type: 'tool_use', name: 'x', input: { words } }] }],
    },
    'a thought': {
      messages: [
        { role: 'assistant', content: [{ type: 'thinking', thinking: words, signature: 's'.repeat(9999) }] },
      ],
    },
    'a tool': { tools: [{ name: 'x', description: words, input_schema: {} }] },
  }
  for (const [place, body] of Object.entries(places)) {
    const more = countTokens(body) - base
    expect({ place, more, isFair: more >= 7 && more <= 25 }).toEqual({ place, more, isFair: true })
  }
  expect(countTokens({ messages: [{ role: 'user', content: [image] }] }) - base).toBe(1604)
})

it.each([
  undefined,
  null,
  1,
  'x',
  [],
  {},
  { messages: 3, tools: [null], system: { a: 1 } },
  { messages: [null, { content: [1] }] },
])('takes %j without complaint', (body) => {
  expect(countTokens(body)).toBeGreaterThan(0)
})
