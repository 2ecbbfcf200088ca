import type { TranslatedType } from '../resolve-provider.ts'

/** Content of a response that a provider may send in very many pieces. */
export type Shape = 'text' | 'reasoning' | 'input of a call' | 'input of a call with text in between'

/**
 * A streamed response in the provider's own format, in pieces of four characters.
 *
 * @param length in characters
 * @returns undefined if the type does not stream this content in pieces
 */
export function manyPieces(
  type: TranslatedType,
  { shape, length }: { shape: Shape; length: number },
): Buffer | undefined {
  const pieces = JSON.stringify({ content: 'word '.repeat(length / 5) }).match(/.{1,4}/g) ?? []
  const events = FORMATS[type][shape]?.(pieces)
  if (events === undefined) return undefined
  const end = [RESPONSES, GEMINI].includes(FORMATS[type]) ? '' : 'data: [DONE]\n\n'
  return Buffer.from(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('') + end)
}

type Format = Partial<Record<Shape, ((pieces: string[]) => object[]) | undefined>>

const CALL = { index: 0, id: 'call_1abcde', type: 'function', function: { name: 'Bash', arguments: '' } }

const CHAT: Format = {
  text: (pieces) => chat(pieces.map((content) => ({ content }))),
  reasoning: (pieces) => chat(pieces.map((reasoning_content) => ({ reasoning_content }))),
  'input of a call': (pieces) => chat([{ tool_calls: [CALL] }, ...pieces.map(argumentsOf)]),
  'input of a call with text in between': (pieces) =>
    chat([{ tool_calls: [CALL] }, ...pieces.flatMap((piece) => [argumentsOf(piece), { content: 'x' }])]),
}

/** OpenAI's own chat format has no reasoning. */
const { reasoning: _reasoning, ...OPENAI } = CHAT
const GROQ: Format = {
  ...OPENAI,
  reasoning: (pieces) => chat([...pieces.map((reasoning) => ({ reasoning })), { content: 'x' }]),
}
const OPENROUTER: Format = {
  ...OPENAI,
  reasoning: (pieces) =>
    chat(pieces.map((text) => ({ reasoning_details: [{ type: 'reasoning.text', text, index: 0 }] }))),
}
/** Sends the input of a call whole. */
const MISTRAL: Format = {
  text: OPENAI.text,
  reasoning: (pieces) =>
    chat(pieces.map((text) => ({ content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] }))),
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

const RESPONSES: Format = {
  text(pieces) {
    const item = { id: 'i', type: 'message', status: 'in_progress', role: 'assistant' }
    const content = [{ type: 'output_text', annotations: [], logprobs: [], text: pieces.join('') }]
    const place = { content_index: 0, logprobs: [] }
    return responses({
      begun: { ...item, content: [] },
      deltas: pieces.map((delta) => ({ type: 'response.output_text.delta', ...place, delta })),
      done: { ...item, status: 'completed', content },
    })
  },
  reasoning(pieces) {
    const item = { id: 'i', type: 'reasoning', status: 'completed', encrypted_content: 'x', summary: [] }
    const place = { summary_index: 0 }
    const part = { type: 'summary_text', text: '' }
    return responses({
      begun: item,
      deltas: [
        { type: 'response.reasoning_summary_part.added', ...place, part },
        ...pieces.map((delta) => ({ type: 'response.reasoning_summary_text.delta', ...place, delta })),
      ],
      done: { ...item, summary: [{ ...part, text: pieces.join('') }] },
    })
  },
  'input of a call'(pieces) {
    const item = { id: 'i', type: 'function_call', call_id: 'call_1', name: 'Bash', arguments: '' }
    const whole = { arguments: pieces.join('') }
    return responses({
      begun: { ...item, status: 'in_progress' },
      deltas: [
        ...pieces.map((delta) => ({ type: 'response.function_call_arguments.delta', delta })),
        { type: 'response.function_call_arguments.done', ...whole },
      ],
      done: { ...item, ...whole, status: 'completed' },
    })
  },
}

function responses({
  begun,
  deltas,
  done,
}: {
  begun: object
  deltas: readonly object[]
  done: object
}): object[] {
  const response = { id: 'r', object: 'response', created_at: 1, model: 'm', output: [], usage: null }
  const usage = {
    input_tokens: 1,
    output_tokens: 1,
    total_tokens: 2,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens_details: { reasoning_tokens: 0 },
  }
  const events = [
    { type: 'response.created', response: { ...response, status: 'in_progress' } },
    { type: 'response.output_item.added', output_index: 0, item: begun },
    ...deltas.map((delta) => ({ item_id: 'i', output_index: 0, ...delta })),
    { type: 'response.output_item.done', output_index: 0, item: done },
    { type: 'response.completed', response: { ...response, status: 'completed', usage } },
  ]
  return events.map((event, index) => ({ ...event, sequence_number: index }))
}

/** Inputs of calls always arrive whole. */
const GEMINI: Format = {
  text: (pieces) => gemini(pieces.map((text) => ({ text }))),
  reasoning: (pieces) => gemini([...pieces.map((text) => ({ text, thought: true })), { text: 'x' }]),
}

function gemini(parts: object[]): object[] {
  return [...parts, { text: '' }].map((part, index) => ({
    candidates: [
      {
        content: { parts: [part], role: 'model' },
        index: 0,
        ...(index === parts.length && { finishReason: 'STOP' }),
      },
    ],
    usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    modelVersion: 'm',
    responseId: 'r',
  }))
}

const FORMATS: Readonly<Record<TranslatedType, Format>> = {
  openai: OPENAI,
  'openai-responses': RESPONSES,
  gemini: GEMINI,
  deepseek: CHAT,
  openrouter: OPENROUTER,
  groq: GROQ,
  mistral: MISTRAL,
  xai: RESPONSES,
  ollama: CHAT,
  'openai-compatible': CHAT,
}
