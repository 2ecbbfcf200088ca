import { describe, expect, it } from 'vitest'
import { estimateTokens } from './estimate-tokens.ts'

/** Texts with their number of tokens in cl100k_base, counted by js-tiktoken 1.0.21. */
const COUNTED: [kind: string, tokens: number, text: string][] = [
  [
    'English',
    75,
    `A signal box is the small house beside the railway from which somebody sees every train and sets every signal. That is the picture: calm, exact, a few clear lamps, nothing that moves unless a train does. Errors name the side: Signalbox, Claude Code, or the upstream. Times are relative up to a day, then a date; exact in the tooltip.`,
  ],
  [
    'German',
    52,
    `Die Anfrage wird an den Anbieter weitergeleitet, und die Antwort kommt unverändert zurück. Wer die Einstellungen ändert, sieht die Wirkung sofort; laufende Anfragen behalten ihre Regeln.`,
  ],
  [
    'French',
    42,
    `La requête est transmise au fournisseur et la réponse revient sans changement. L'utilisateur voit l'état de chaque requête, et il peut à tout moment arrêter le programme.`,
  ],
  [
    'Russian',
    36,
    `Запрос передаётся провайдеру, и ответ возвращается без изменений. Пользователь видит состояние каждого запроса.`,
  ],
  [
    'Chinese',
    43,
    `这个程序在本地运行，代理所有请求，并显示当前状态。用户可以查看每个请求的详细信息，包括令牌数量和费用。`,
  ],
  [
    'Japanese',
    44,
    `このプログラムはローカルで動作し、すべてのリクエストを中継して、現在の状態を表示します。`,
  ],
  [
    'TypeScript',
    133,
    `/** Finds the elements of an array. */
export function scanArray(json: Buffer, start: number): Span[] | undefined {
  if (json[start] !== OPEN_BRACKET) return undefined
  const elements: Span[] = []
  let at = skipSpace(json, start + 1)
  for (;;) {
    const end = skipValue(json, at)
    if (end === -1) return undefined
    elements.push({ start: at, end })
    at = skipSpace(json, end)
    if (json[at] !== COMMA) return undefined
    at = skipSpace(json, at + 1)
  }
}
`,
  ],
  [
    'a directory listing',
    132,
    `total 68
-rw-r--r-- 1 root root  4068 Nov 21 13:40 001_96ceb536c54609cd.txt
-rw-r--r-- 1 root root  9910 Nov 21 13:40 002_5c9d97bd8bff583a.txt
-rw-r--r-- 1 root root  3597 Nov 21 13:40 003_9db222ecec68d1f1.txt
drwxr-xr-x 2 root root 24212 Nov 21 13:40 node_modules
`,
  ],
  [
    'JSON',
    103,
    JSON.stringify(
      {
        port: 3456,
        providers: [
          {
            name: 'openai',
            apiBaseUrl: 'https://api.openai.com/v1',
            models: ['gpt-4o', 'o3'],
            enabled: true,
          },
        ],
        routes: { default: { provider: 'openai', model: 'gpt-4o' } },
      },
      null,
      2,
    ),
  ],
]
const TOOL = {
  name: 'Edit',
  description: 'Performs exact string replacements in files. You must read the file first.',
  input_schema: {
    type: 'object',
    properties: {
      file_path: { type: 'string', description: 'The absolute path to the file to modify' },
      replace_all: { type: 'boolean', default: false },
    },
    required: ['file_path'],
    additionalProperties: false,
  },
}
/** Tokens of its name and description, and of its schema as JSON. */
const TOOL_TOKENS = 63
const INPUT = { command: 'npm test -- --run', description: 'Run the tests', timeout: 120000 }
const INPUT_TOKENS = 20

const estimate = (body: object) => estimateTokens(Buffer.from(JSON.stringify(body)))
const user = (...content: object[]) => ({ model: 'claude-x', messages: [{ role: 'user', content }] })

/** Accurate enough to choose a route, to fit `max_tokens`, and for `count_tokens`. */
const isClose = (ratio: number) => ratio > 0.8 && ratio < 1.2

describe('estimateTokens', () => {
  it.each(COUNTED)('comes within 20 %% for %s: %i tokens', (_kind, tokens, text) => {
    expect(estimate({ messages: [{ role: 'user', content: text }] }) / tokens).toSatisfy(isClose)
    const block = { type: 'text', text, cache_control: { type: 'ephemeral' } }
    expect(estimate(user(block)) / tokens).toSatisfy(isClose)
    expect(estimate({ system: text, messages: [] }) / tokens).toSatisfy(isClose)
    expect(estimate({ system: [{ type: 'text', text }], messages: [] }) / tokens).toSatisfy(isClose)
    const result = {
      type: 'tool_result',
      tool_use_id: 'toolu_01AbCdEfGhIjKlMn',
      content: [{ type: 'text', text }],
    }
    expect(estimate(user(result)) / tokens).toSatisfy(isClose)
  })

  it.each(COUNTED)('comes as close by samples, where %s is long', (_kind, tokens, text) => {
    for (const times of [3, 10, 100]) {
      const messages = [{ role: 'user', content: text.repeat(times) }]
      expect(estimate({ messages }) / (tokens * times)).toSatisfy(isClose)
    }
  })

  it('comes within 20 % for tools, and for the input of a tool', () => {
    expect(
      estimate({ tools: Array.from({ length: 20 }, () => TOOL), messages: [] }) / (TOOL_TOKENS * 20),
    ).toSatisfy(isClose)
    const use = { type: 'tool_use', id: 'toolu_01AbCdEfGhIjKlMn', name: '', input: INPUT }
    const messages = Array.from({ length: 20 }, () => ({ role: 'assistant', content: [use] }))
    expect(estimate({ messages }) / (INPUT_TOKENS * 20)).toSatisfy(isClose)
  })

  it('takes a picture for 1,600 tokens, and a text document for its text', () => {
    const source = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo='.repeat(9_000) }
    expect(estimate(user({ type: 'image', source }))).toBe(1_600)
    const [, tokens, data] = COUNTED[0] ?? ['', 0, '']
    expect(estimate(user({ type: 'document', source: { type: 'text', data } })) / tokens).toSatisfy(isClose)
  })

  it('takes a PDF for 2,000 tokens in 100 kB', () => {
    const data = Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(1_000_000)]).toString('base64')
    const source = { type: 'base64', media_type: 'application/pdf', data }
    expect(estimate(user({ type: 'document', source })) / 20_000).toSatisfy(isClose)
  })

  it('counts every place that a model reads', () => {
    const words = 'every word of this sentence is read '
    const places: Record<string, object> = {
      system: { system: [{ type: 'text', text: words }] },
      'a string': { messages: [{ role: 'user', content: words }] },
      'a result': user({ type: 'tool_result', content: [{ type: 'text', text: words }] }),
      'a call': user({ type: 'tool_use', name: 'x', input: { words } }),
      'a tool': { tools: [{ name: 'x', description: words, input_schema: {} }] },
    }
    for (const [place, body] of Object.entries(places)) {
      const tokens = estimate(body)
      expect({ place, tokens, isFair: tokens >= 7 && tokens <= 16 }).toEqual({ place, tokens, isFair: true })
    }
  })

  it('is never more than the bytes', () => {
    for (const [, , text] of COUNTED) {
      const body = Buffer.from(JSON.stringify({ messages: [{ content: text }] }))
      expect(estimateTokens(body)).toBeLessThan(body.length)
    }
    expect(estimate(user({ type: 'image', source: { data: 'aaaa' } }))).toBe(4)
  })

  it.each(['', '[]', '{}', '{"messages":', '{"messages":[{"content":"a', '{"system":7,"messages":null}'])(
    'has nothing to count in %s',
    (text) => {
      expect(estimateTokens(Buffer.from(text))).toBe(0)
    },
  )
})
