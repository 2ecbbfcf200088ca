import fc from 'fast-check'

/** One API response in both forms, written independently of the code that converts between them. */
export interface GeneratedResponse {
  /** The message that the API returns without `stream`, as JSON text. */
  native: string
  /** The events that the API returns with `stream`, as JSON texts. */
  events: string[]
}

interface BlockForms {
  native: string
  start: string
  deltas: string[]
}

/** Numbers that JavaScript would spell differently or cannot represent. */
const NUMBERS = [
  '12345678901234567890',
  '-9007199254740993',
  '1.0',
  '-0',
  '1e400',
  '1E5',
  '0.10',
  '3.14159265358979323846',
]

const number = fc.oneof(fc.constantFrom(...NUMBERS), fc.integer().map(String))
const string = fc.string({ unit: 'grapheme', maxLength: 12 })
const stringJson = fc.oneof(
  string.map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\u00e9\\/"', '"\\ud83d\\ude00"'),
)
const name = fc
  .oneof(string, fc.constantFrom('__proto__', 'constructor', 'toJSON', 'length'))
  .map((text) => JSON.stringify(text))

const { json } = fc.letrec<{ json: string; object: string; array: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    stringJson,
    fc.constantFrom('true', 'false', 'null'),
    tie('object'),
    tie('array'),
  ),
  object: fc
    .uniqueArray(fc.tuple(name, tie('json')), { selector: ([key]) => key, maxLength: 4 })
    .map((members) => `{${members.map(([key, value]) => `${key}:${value}`).join(', ')}}`),
  array: fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
}))
const object = fc
  .array(fc.tuple(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 5 }), json), { maxLength: 4 })
  .map((members) => writeObject(new Map(members)))

function writeObject(members: Map<string, string>): string {
  return `{${[...members].map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`
}

/** A text in pieces; a surrogate pair may be split, as tokenizers do. */
function pieces(text: string): fc.Arbitrary<string[]> {
  return fc.array(fc.nat(text.length), { maxLength: 5 }).map((cuts) => {
    const edges = [0, ...cuts.toSorted((a, b) => a - b), text.length]
    return edges.slice(1).map((edge, i) => text.slice(edges[i], edge))
  })
}

const deltaOf = (type: string, field: string) => (piece: string) => JSON.stringify({ type, [field]: piece })

const textBlock = fc
  .tuple(string, fc.option(fc.array(json, { minLength: 1, maxLength: 3 })))
  .chain(([text, citations]) =>
    pieces(text).map((parts): BlockForms => ({
      native: `{"type":"text","text":${JSON.stringify(text)}${citations === null ? '' : `,"citations":[${citations.join(',')}]`}}`,
      start: '{"type":"text","text":""}',
      deltas: [
        ...(citations ?? []).map((citation) => `{"type":"citations_delta","citation":${citation}}`),
        ...parts.map(deltaOf('text_delta', 'text')),
      ],
    })),
  )

const thinkingBlock = fc.tuple(string, string).chain(([thinking, signature]) =>
  pieces(thinking).map((parts): BlockForms => ({
    native: JSON.stringify({ type: 'thinking', thinking, signature }),
    start: '{"type":"thinking","thinking":"","signature":""}',
    deltas: [
      ...parts.map(deltaOf('thinking_delta', 'thinking')),
      JSON.stringify({ type: 'signature_delta', signature }),
    ],
  })),
)

const toolBlock = fc
  .tuple(fc.constantFrom('tool_use', 'server_tool_use', 'mcp_tool_use'), fc.option(object), json)
  .chain(([type, input, caller]) =>
    pieces(input ?? '').map((parts): BlockForms => {
      const head = `"type":"${type}","id":"toolu_1","name":"Read","caller":${caller}`
      return {
        native: `{${head},"input":${input ?? '{}'}}`,
        start: `{${head},"input":{}}`,
        deltas: parts.map(deltaOf('input_json_delta', 'partial_json')),
      }
    }),
  )

/** Results of server tools, redacted thinking and future block types arrive whole. */
const wholeBlock = fc
  .tuple(fc.constantFrom('web_search_tool_result', 'redacted_thinking', 'block_of_2030'), json)
  .map(([type, content]): BlockForms => {
    const native = `{"type":"${type}","tool_use_id":"srvtoolu_1","content":${content}}`
    return { native, start: native, deltas: [] }
  })

const compactionBlock = string.chain((content) =>
  pieces(content).map((parts): BlockForms => ({
    native: JSON.stringify({ type: 'compaction', content }),
    start: '{"type":"compaction","content":null}',
    deltas: parts.map(deltaOf('compaction_delta', 'content')),
  })),
)

const block = fc.oneof(textBlock, thinkingBlock, toolBlock, wholeBlock, compactionBlock)

/** Counts at the start and at the end: some are updated, some are not counted again. */
const usage = fc.record({
  input: number,
  output: number,
  cache: json,
  recount: fc.option(number),
  tools: fc.option(json),
})

export const arbitraryResponse: fc.Arbitrary<GeneratedResponse> = fc
  .record({
    blocks: fc.array(block, { maxLength: 5 }),
    usage,
    container: json,
    edits: fc.option(json),
    stop: stringJson,
  })
  .map(({ blocks, usage: count, container, edits, stop }) => {
    const head = '"id":"msg_1","type":"message","role":"assistant","model":"claude-x"'
    const tools = count.tools === null ? '' : `,"server_tool_use":${count.tools}`
    const management = edits === null ? '' : `,"context_management":${edits}`
    const native =
      `{${head},"content":[${blocks.map((one) => one.native).join(',')}],"stop_reason":${stop},` +
      `"stop_sequence":null,"container":${container},` +
      `"usage":{"input_tokens":${count.recount ?? count.input},"cache_creation":${count.cache},"output_tokens":${count.output}${tools}}${management}}`
    return {
      native,
      events: [
        `{"type":"message_start","message":{${head},"content":[],"stop_reason":null,"stop_sequence":null,` +
          `"usage":{"input_tokens":${count.input},"cache_creation":${count.cache},"output_tokens":1}}}`,
        '{"type": "ping"}',
        ...blocks.flatMap(blockEvents),
        `{"type":"message_delta","delta":{"stop_reason":${stop},"stop_sequence":null,"container":${container}},` +
          `"usage":{"input_tokens":${count.recount ?? 'null'},"output_tokens":${count.output}${tools}}${management}}`,
        '{"type":"message_stop"}',
      ],
    }
  })

function blockEvents({ start, deltas }: BlockForms, index: number): string[] {
  return [
    `{"type":"content_block_start","index":${index},"content_block":${start}}`,
    ...deltas.map((delta) => `{"type":"content_block_delta","index":${index},"delta":${delta}}`),
    `{"type":"content_block_stop","index":${index}}`,
  ]
}
