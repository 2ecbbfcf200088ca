import { expect, it } from 'vitest'
import type { TranslatedType } from './resolve-provider.ts'
import { translateStream } from './testing/translate-stream.ts'

/** Characters of a short and a long response, sent in pieces of four. */
const SHORT = 16_000
const LONG = 128_000
/** Allowed factor over a CPU cost proportional to the length. */
const TOLERANCE = 1.4

function piecesOf(length: number): string[] {
  return JSON.stringify({ content: 'word '.repeat(length / 5) }).match(/.{1,4}/g) ?? []
}

/** Types with OpenAI's chat format. */
const CHAT = [
  'openai',
  'deepseek',
  'openrouter',
  'groq',
  'mistral',
  'ollama',
  'openai-compatible',
] as const satisfies readonly TranslatedType[]

const CALL = { index: 0, id: 'call_1abcde', type: 'function', function: { name: 'Bash', arguments: '' } }
const SHAPES: Readonly<Record<string, (pieces: string[]) => object[]>> = {
  text: (pieces) => pieces.map((content) => ({ content })),
  reasoning: (pieces) => pieces.map((reasoning_content) => ({ reasoning_content })),
  'input of a call': (pieces) => [{ tool_calls: [CALL] }, ...pieces.map(argumentsOf)],
  'input of a call with text in between': (pieces) => [
    { tool_calls: [CALL] },
    ...pieces.flatMap((piece) => [argumentsOf(piece), { content: 'x' }]),
  ],
}

function argumentsOf(piece: string): object {
  return { tool_calls: [{ index: 0, function: { arguments: piece } }] }
}

function chat(deltas: object[]): object[] {
  return [...deltas.map((delta) => ({ delta })), { delta: {}, finish_reason: 'stop' }].map((choice) => ({
    id: 'x',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, ...choice }],
  }))
}

const ONLY_REASONING = ['reasoning']
/** Shapes that a type does not stream. Mistral sends the input of a call in one piece. */
const SKIPPED: Partial<Record<TranslatedType, readonly string[]>> = {
  deepseek: [],
  ollama: [],
  'openai-compatible': [],
  mistral: ['reasoning', 'input'],
}

const CASES = CHAT.flatMap((type) =>
  Object.entries(SHAPES)
    .filter(([shape]) => !(SKIPPED[type] ?? ONLY_REASONING).some((kind) => shape.startsWith(kind)))
    .map(([shape, deltas]) => ({ type, shape, deltas })),
)

it.each(CASES)(
  'of $type: $shape costs CPU in proportion to its length',
  { timeout: 60_000 },
  async ({ type, deltas }) => {
    const costOf = async (length: number): Promise<number> => {
      const events = chat(deltas(piecesOf(length))).map((event) => `data: ${JSON.stringify(event)}\n\n`)
      const bytes = Buffer.from(`${events.join('')}data: [DONE]\n\n`)
      const before = process.cpuUsage()
      const { events: seen, error } = await translateStream({ type, chunks: [bytes] })
      const { user, system } = process.cpuUsage(before)
      expect(error).toBeUndefined()
      expect(lengthOf(seen)).toBeGreaterThanOrEqual(length)
      return (user + system) / 1000
    }
    await costOf(SHORT)
    const short = Math.min(await costOf(SHORT), await costOf(SHORT))
    expect(await costOf(LONG)).toBeLessThan(short * (LONG / SHORT) * TOLERANCE)
  },
)

/** Number of characters that the client receives. */
function lengthOf(events: Awaited<ReturnType<typeof translateStream>>['events']): number {
  let length = 0
  for (const event of events) {
    if (event.type !== 'content_block_delta') continue
    const { delta } = event
    if (delta.type === 'text_delta') length += delta.text.length
    else if (delta.type === 'thinking_delta') length += delta.thinking.length
    else if (delta.type === 'input_json_delta') length += delta.partial_json.length
  }
  return length
}
