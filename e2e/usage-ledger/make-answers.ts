/*
 * Answers of an upstream whose usage and cost are known before they are written down: an independent ledger. Nothing
 * here imports from `main/` or `shared/`, so that no mistake of the product can be in both.
 */

/** Tokens that one model is paid for. */
export interface Entry {
  model: string
  input: number
  output: number
  written5m: number
  written1h: number
  read: number
  searches: number
  isFast: boolean
  /** Longer prompts may cost more. In tokens. */
  prompt: number
}

export interface Answer {
  shape: string
  /** The model that the client asks for. */
  asked: string
  streams: boolean
  status: number
  /** Applies to all entries. */
  isUs: boolean
  isBatch: boolean
  entries: Entry[]
  /** `data:` payloads of a stream. */
  events: Json[]
  message: Json
}

export type Json = { [name: string]: unknown }
export type Random = () => number

const MODELS = ['claude-opus-5', 'claude-sonnet-5', 'claude-haiku-5-5', 'claude-fable-5-2', 'own-model']

export const SHAPES = [
  'plain',
  'split in start',
  'split in both',
  'no split',
  'grown in delta',
  'nulls in delta',
  'fast',
  'fast asked, standard answered',
  'us',
  'batch',
  'web searches',
  'advisor',
  'compaction',
  'fallback',
  'several prompts',
  'cache told late',
  'dated model',
  'thinking',
  'no price',
  'overloaded',
] as const

export function makeAnswer(shape: (typeof SHAPES)[number], random: Random): Answer {
  const upTo = (most: number) => Math.floor(random() * most)
  const asked = shape === 'no price' ? 'claude-zeta-9' : (MODELS[upTo(MODELS.length)] ?? '')
  const isLong = random() < 0.3
  const own: Entry = {
    model: asked,
    input: upTo(isLong ? 150_000 : 9000),
    output: 1 + upTo(4000),
    written5m: shape === 'no split' || random() < 0.5 ? upTo(20_000) : 0,
    written1h: shape === 'no split' || shape === 'cache told late' ? 0 : upTo(20_000),
    read: upTo(120_000),
    searches: 0,
    isFast: false,
    prompt: 0,
  }
  if (shape === 'cache told late') own.written5m = 0
  own.prompt = promptOf(own)
  const answer: Answer = {
    shape,
    asked,
    streams: random() < 0.6,
    status: 200,
    isUs: false,
    isBatch: false,
    entries: [own],
    events: [],
    message: {},
  }
  const usage: Json = { ...countsOf(own, shape !== 'no split'), service_tier: 'standard' }
  vary(answer, usage, upTo)
  write(answer, usage)
  return answer
}

/** Turns a plain answer into one of its shape. */
function vary(answer: Answer, usage: Json, upTo: (most: number) => number): void {
  const [own] = answer.entries
  if (own === undefined) return
  switch (answer.shape) {
    case 'fast':
      own.isFast = true
      usage['speed'] = 'fast'
      break
    case 'fast asked, standard answered':
      usage['speed'] = 'standard'
      break
    case 'us':
      answer.isUs = true
      usage['inference_geo'] = 'us'
      break
    case 'batch':
      answer.isBatch = true
      usage['service_tier'] = 'batch'
      break
    case 'web searches':
      own.searches = 1 + upTo(5)
      usage['server_tool_use'] = { web_search_requests: own.searches, web_fetch_requests: upTo(3) }
      break
    case 'thinking':
      usage['output_tokens_details'] = { thinking_tokens: upTo(own.output) }
      break
    case 'advisor':
      addIteration(answer, usage, 'advisor_message', entryOf('claude-opus-5-5', upTo))
      break
    case 'compaction':
      addIteration(answer, usage, 'compaction', entryOf(own.model, upTo))
      break
    case 'fallback': {
      const declined = { ...entryOf(answer.asked, upTo), output: 3 }
      own.model = 'claude-opus-4-8'
      usage['iterations'] = [
        { type: 'message', model: answer.asked, ...countsOf(declined, true) },
        { type: 'fallback_message', model: own.model, ...countsOf(own, true) },
      ]
      break
    }
    case 'several prompts':
      splitPrompts(answer, usage, entryOf(own.model, upTo))
      break
    case 'overloaded':
      answer.status = 529
      answer.streams = false
      answer.entries = []
      break
  }
}

function addIteration(answer: Answer, usage: Json, type: string, entry: Entry): void {
  const [own] = answer.entries
  if (own === undefined) return
  answer.entries.push(entry)
  const named = type === 'compaction' ? {} : { model: entry.model }
  usage['iterations'] = [
    { type: 'message', ...countsOf(own, true) },
    { type, ...named, ...countsOf(entry, true) },
  ]
}

/** A response with server tools: two prompts of the same model, which the top level adds up. */
function splitPrompts(answer: Answer, usage: Json, second: Entry): void {
  const [first] = answer.entries
  if (first === undefined) return
  answer.entries.push(second)
  const sum = {
    ...first,
    input: first.input + second.input,
    output: first.output + second.output,
    written5m: first.written5m + second.written5m,
    written1h: first.written1h + second.written1h,
    read: first.read + second.read,
  }
  Object.assign(usage, countsOf(sum, true))
  usage['iterations'] = [first, second].map((entry) => ({ type: 'message', ...countsOf(entry, true) }))
}

function entryOf(model: string, upTo: (most: number) => number): Entry {
  const entry = {
    model,
    input: upTo(160_000),
    output: upTo(3000),
    written5m: upTo(900),
    written1h: upTo(900),
    read: upTo(90_000),
    searches: 0,
    isFast: false,
    prompt: 0,
  }
  return { ...entry, prompt: promptOf(entry) }
}

function promptOf({ input, written5m, written1h, read }: Entry): number {
  return input + written5m + written1h + read
}

function countsOf({ input, output, written5m, written1h, read }: Entry, hasSplit: boolean): Json {
  return {
    input_tokens: input,
    output_tokens: output,
    cache_creation_input_tokens: written5m + written1h,
    cache_read_input_tokens: read,
    ...(hasSplit && {
      cache_creation: { ephemeral_5m_input_tokens: written5m, ephemeral_1h_input_tokens: written1h },
    }),
  }
}

/** The same answer as one message and as a stream. */
function write(answer: Answer, usage: Json): void {
  const { shape, asked } = answer
  const served = answer.entries[0]?.model ?? asked
  const text = { type: 'text', text: '{"type":"message_delta","usage":{"output_tokens":1}} "fallback" é😀' }
  const fallback = { type: 'fallback', from: { model: asked }, to: { model: served } }
  const blocks = shape === 'fallback' ? [fallback, text] : [text]
  const model = shape === 'dated model' ? `${served}-20261101` : served
  const base = { id: 'msg_1', type: 'message', role: 'assistant', model, stop_sequence: null }
  answer.message =
    answer.status === 200
      ? { ...base, content: blocks, stop_reason: 'end_turn', usage }
      : { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
  const { first, last } = splitUsage(shape, usage)
  const named = shape === 'fallback' ? asked : model
  const start = { ...base, model: named, content: [], stop_reason: null, usage: first }
  answer.events = [
    { type: 'message_start', message: start },
    ...blocks.flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: block },
      ...(block === text
        ? [{ type: 'content_block_delta', index, delta: { type: 'text_delta', text: text.text } }]
        : []),
      { type: 'ping' },
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: last },
    { type: 'message_stop' },
  ]
}

/** The parts of the usage that the first and the last event tell. */
function splitUsage(shape: string, usage: Json): { first: Json; last: Json } {
  const { iterations, server_tool_use, output_tokens_details, ...counts } = usage
  const late: Json = { output_tokens: usage['output_tokens'] }
  for (const [name, value] of Object.entries({ iterations, server_tool_use, output_tokens_details }))
    if (value !== undefined) late[name] = value
  const first = { ...counts, output_tokens: 1 }
  switch (shape) {
    case 'split in both':
      return { first, last: { ...usage } }
    case 'grown in delta':
    case 'several prompts':
      return { first: { ...first, input_tokens: 1, cache_read_input_tokens: 2 }, last: { ...usage } }
    case 'nulls in delta':
      return { first, last: { ...late, input_tokens: null, cache_read_input_tokens: null } }
    case 'cache told late': {
      const read = Number(usage['cache_read_input_tokens'])
      const prompt = { input_tokens: Number(usage['input_tokens']) + read, output_tokens: 1 }
      return { first: prompt, last: { ...late, cache_read_input_tokens: read } }
    }
    default:
      return { first, last: late }
  }
}
