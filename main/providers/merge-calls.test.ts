import { createOpenRouter } from '@openrouter/ai-sdk-provider'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeCalls } from './merge-call-events.ts'
import { listFixtures } from './testing/list-fixtures.ts'

interface Part {
  type: string
  [name: string]: unknown
}

/** The library's output for these chunks; pieces of one input are joined, and its random ids removed. */
async function read(chunks: readonly Uint8Array[], merges: boolean): Promise<Part[]> {
  const rest = [...chunks]
  const body = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        const next = rest.shift()
        if (next === undefined) controller.close()
        else controller.enqueue(next)
      },
    })
  const plain = () =>
    Promise.resolve(new Response(body(), { headers: { 'content-type': 'text/event-stream' } }))
  const fetch = merges ? mergeCalls(plain) : plain
  const model = createOpenRouter({ apiKey: 'x', baseURL: 'https://provider.test/v1', fetch }).chat('x')
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'hi' }] }]
  const parts: Part[] = []
  try {
    for await (const part of (await model.doStream({ prompt })).stream) parts.push({ ...part })
  } catch (error) {
    parts.push({ type: 'thrown', message: String(error) })
  }
  return joinInputs(parts)
}

/** Whole inputs at the position of their start, without repeated parts. */
function joinInputs(parts: readonly Part[]): Part[] {
  const inputs = new Map<unknown, Part>()
  const said = new Set<string>()
  const joined: Part[] = []
  for (const part of parts) {
    const input = part.type === 'tool-input-delta' ? inputs.get(part['id']) : undefined
    if (input !== undefined) {
      input['input'] = `${String(input['input'])}${String(part['delta'])}`
      continue
    }
    if (part.type === 'response-metadata') {
      const text = JSON.stringify(part)
      if (said.has(text)) continue
      said.add(text)
    }
    const copy: Part = part.type === 'tool-input-start' ? { ...part, input: '' } : part
    if (part.type === 'tool-input-start') inputs.set(part['id'], copy)
    joined.push(copy)
  }
  return JSON.parse(JSON.stringify(untilError(joined), withoutChance)) as Part[]
}

/** An error ends the response: anything after it and unfinished calls are dropped. */
function untilError(parts: Part[]): Part[] {
  const at = parts.findIndex(({ type }) => type === 'error' || type === 'thrown')
  if (at === -1) return parts
  const ended = new Set(
    parts.slice(0, at).map(({ type, id }) => (type === 'tool-input-end' ? id : undefined)),
  )
  const before = parts.slice(0, at).map((part) => {
    return part.type === 'tool-input-start' && !ended.has(part['id']) ? { ...part, input: 'dropped' } : part
  })
  return [...before, { type: 'error' }]
}

/** Ids of reasoning and text are random if the provider sends none, and parser messages contain a position. */
function withoutChance(name: string, value: unknown): unknown {
  return (name === 'id' || name === 'toolCallId') &&
    typeof value === 'string' &&
    /^[A-Za-z0-9]{16}$/.test(value)
    ? 'some'
    : value
}

const fixtures = (await listFixtures()).filter(({ types }) => types.includes('openrouter'))

describe.each(fixtures)('$name', ({ bytes }) => {
  it('says the same with its pieces put together, wherever it is cut', async () => {
    const expected = await read([bytes], false)
    expect(await read([bytes], true)).toEqual(expected)
    expect(
      await read(
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
        true,
      ),
    ).toEqual(expected)
    for (let at = 1; at < bytes.length; at += bytes.length > 4_000 ? 97 : 13) {
      expect(await read([bytes.subarray(0, at), bytes.subarray(at)], true)).toEqual(expected)
    }
  })

  it('says the same where it ends too early', async () => {
    for (let at = 1; at < bytes.length; at += 211) {
      const cut = [bytes.subarray(0, at)]
      expect(await read(cut, true)).toEqual(await read(cut, false))
    }
  })
})

/** A chunk with pieces of calls and other content. */
function chunk(
  pieces: readonly object[],
  beside: { delta?: object; choice?: object; chunk?: object } = {},
): string {
  const delta = { ...(pieces.length > 0 && { tool_calls: pieces }), ...beside.delta }
  const whole = { id: 'gen-1', model: 'm', provider: 'p', choices: [{ index: 0, delta, ...beside.choice }] }
  return `data: ${JSON.stringify({ ...whole, ...beside.chunk })}\n\n`
}

const begin = (index: number, text = '') => ({
  index,
  id: `call_${index}`,
  type: 'function',
  function: { name: `tool_${index}`, arguments: text },
})
const END = `${chunk([], { choice: { finish_reason: 'tool_calls' } })}data: [DONE]\n\n`

/** Possible events of a stream: pieces of two calls with and without index, texts, usage, comments, errors. */
const event = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(fc.constantFrom(0, 1, undefined), json()).map(([index, text]) => piece(index, text)),
  },
  { weight: 2, arbitrary: fc.constantFrom(': OPENROUTER PROCESSING\n\n', 'event: x\nid: 1\n\n', '\n') },
  fc
    .tuple(json(), json())
    .map(([a, b]) => chunk([0, 1].map((i) => ({ index: i, function: { arguments: i ? a : b } })))),
  fc.constantFrom(
    chunk([], { delta: { content: 'text' } }),
    chunk([{ index: 0, function: { arguments: '{' } }], { delta: { content: 'beside' } }),
    chunk([{ index: 0, function: { arguments: '' } }], {
      chunk: { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } },
    }),
    chunk([{ index: 0, function: {} }], { choice: { finish_reason: 'length' } }),
    chunk([{ index: 1, id: 'again', type: 'function', function: { name: 'again', arguments: '}' } }]),
    chunk([], { delta: { reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] } }),
    chunk([begin(2, '{}')]),
    chunk([{ index: 0, type: 'other', function: { arguments: '1' } }]),
    'data: {"error":{"message":"broke","code":502}}\n\n',
    'data: {"type":\ndata: "ping"}\n\n',
    'data: nonsense\n\n',
    'data:\n\n',
  ),
)

function json(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      '{',
      '}',
      '"',
      '\\',
      '{"a":',
      '1',
      '{}',
      '[',
      ']',
      ' ',
      '\u2028',
      '\ud83d',
      '\ude00',
      ':',
      ',',
    ),
    fc.string({ maxLength: 4 }),
  )
}

function piece(index: number | undefined, text: string): string {
  return chunk([{ ...(index !== undefined && { index }), function: { arguments: text } }])
}

it('says the same of any stream', async () => {
  const streams = fc.tuple(
    fc.array(event, { maxLength: 40 }),
    fc.constantFrom('', '{', '"', '{"a":"'),
    fc.nat(7),
  )
  await fc.assert(
    fc.asyncProperty(streams, async ([events, first, size]) => {
      const text = [chunk([begin(0, first)]), chunk([begin(1)]), ...events, END].join('')
      const bytes = Buffer.from(text)
      const width = size === 0 ? bytes.length : size * 50
      const chunks = Array.from({ length: Math.ceil(bytes.length / width) }, (_, i) =>
        bytes.subarray(i * width, (i + 1) * width),
      )
      expect(await read(chunks, true)).toEqual(await read(chunks, false))
    }),
    { numRuns: 300 },
  )
})
