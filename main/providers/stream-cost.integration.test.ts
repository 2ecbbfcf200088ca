import { expect, it } from 'vitest'
import type { TranslatedType } from './resolve-provider.ts'
import { manyPieces, type Shape } from './testing/many-pieces.ts'
import { translateStream } from './testing/translate-stream.ts'

/** Characters of a short and a long response, sent in pieces of four. The long one is the longest of any model. */
const SHORT = 16_000
const LONG = 128_000
/** Allowed factor over a CPU cost proportional to the length. */
const TOLERANCE = 1.4
/** Maximum CPU of the main thread for a long one, in ms. */
const BOUND = 1_500
/** Allowance for slow machines, which is less than what an error object for each piece costs. */
const SLACK = process.env['CI'] === undefined ? 1.2 : 2
/** Maximum where the library's own check of a piece costs most: xAI's tries thirty schemas for each. */
const SLOWEST: Partial<Record<TranslatedType, number>> = { xai: 2_200 }

const SHAPES: readonly Shape[] = [
  'text',
  'reasoning',
  'input of a call',
  'input of a call with text in between',
]
const TYPES = [
  'openai',
  'openai-responses',
  'gemini',
  'deepseek',
  'openrouter',
  'groq',
  'mistral',
  'xai',
  'ollama',
  'openai-compatible',
] as const satisfies readonly TranslatedType[]
const CASES = TYPES.flatMap((type) => SHAPES.map((shape) => ({ type, shape }))).filter(
  ({ type, shape }) => manyPieces(type, { shape, length: 5 }) !== undefined,
)

it.each(CASES)(
  'of $type: $shape costs little CPU, in proportion to its length',
  { timeout: 60_000 },
  async ({ type, shape }) => {
    const costOf = async (length: number): Promise<number> => {
      const bytes = manyPieces(type, { shape, length }) ?? Buffer.alloc(0)
      const before = process.threadCpuUsage()
      const { events: seen, error } = await translateStream({ type, chunks: [bytes] })
      const { user, system } = process.threadCpuUsage(before)
      expect(error).toBeUndefined()
      expect(lengthOf(seen)).toBeGreaterThanOrEqual(length)
      return (user + system) / 1000
    }
    await costOf(SHORT)
    const short = Math.min(await costOf(SHORT), await costOf(SHORT))
    const long = await costOf(LONG)
    expect(long).toBeLessThan((SLOWEST[type] ?? BOUND) * SLACK)
    expect(long).toBeLessThan(short * (LONG / SHORT) * TOLERANCE)
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
