import { memberOf, parseJson } from '../../base/json/parse-json.ts'
import { MAX_CALLS, MAX_TURN_CHARS, type RawCall, type Turn } from './turn.ts'

type Answer = Pick<Turn, 'answer' | 'calls'>

/** A longer response that is not a stream is not parsed. In bytes. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024
/** A longer event is skipped: deltas are short. In bytes. */
const MAX_EVENT_BYTES = 1024 * 1024

/** Part of a stream that is read as one text; a longer line is read alone. In bytes. */
const WINDOW_BYTES = 64 * 1024

const START = '"content_block_start"'
const STOP = '"content_block_stop"'
const START_BYTES = Buffer.from(START)
const LINE_FEED = 0x0a
/** Other blocks, such as thinking, are skipped. */
const READ_TYPES: ReadonlySet<unknown> = new Set(['text', 'tool_use', 'server_tool_use', 'mcp_tool_use'])
/** The usual line of a delta, with its text as it is in the JSON. All others are parsed, which takes four times as long. */
const DELTA =
  /data: ?\{"type":"content_block_delta","index":\d{1,6},"delta":\{"type":"(?:text_delta","text|input_json_delta","partial_json)":"((?:[ !#-[\]-\xff]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*)"\} *\}\r?\n/y

/** The part of a turn that is in the response. Nothing is read of a response that is no message. */
export function readAnswer(bytes: Buffer, { isStream }: { isStream: boolean }): Answer {
  if (isStream) return readStream(bytes)
  if (bytes.length > MAX_MESSAGE_BYTES) return { answer: '', calls: [] }
  const content = memberOf(parseJson(bytes.toString()), 'content')
  const blocks = Array.isArray(content) ? content.slice(0, MAX_CALLS).map(toBlock) : []
  return toAnswer(blocks)
}

interface Block {
  type: unknown
  name: unknown
  /** Text, or the JSON of an input; may be cut. */
  text: string
}

/**
 * Reads the beginning of each block and skips the rest: a block is read only until it has `MAX_TURN_CHARS`, so a long
 * response costs little more than a short one.
 */
function readStream(bytes: Buffer): Answer {
  const blocks: Block[] = []
  let at = 0
  while (blocks.length < MAX_CALLS) {
    const found = bytes.indexOf(START_BYTES, at)
    if (found === -1) break
    const end = lineEnd(bytes, found)
    const event = parseLine(bytes, bytes.lastIndexOf(LINE_FEED, found) + 1, end)
    const block = toBlock(memberOf(event, 'content_block'))
    at = READ_TYPES.has(block.type) ? readDeltas(bytes, end + 1, block) : end
    blocks.push(block)
  }
  return toAnswer(blocks)
}

/** @returns the position after the block, or where its text was long enough */
function readDeltas(bytes: Buffer, start: number, block: Block): number {
  let at = start
  while (at < bytes.length && block.text.length < MAX_TURN_CHARS) {
    const end = windowEnd(bytes, at)
    // One character for each byte, so that positions are the same.
    const window = bytes.toString('latin1', at, end)
    const read = readWindow(window, block, (from, to) => parseLine(bytes, at + from, at + to))
    at += read
    if (read < window.length) break
  }
  block.text = block.text.slice(0, MAX_TURN_CHARS)
  return at
}

/** The end of the last whole line, or of the first one if that is longer. */
function windowEnd(bytes: Buffer, at: number): number {
  if (bytes.length - at <= WINDOW_BYTES) return bytes.length
  const last = bytes.lastIndexOf(LINE_FEED, at + WINDOW_BYTES - 1)
  return last < at ? Math.min(bytes.length, lineEnd(bytes, at) + 1) : last + 1
}

/**
 * Adds the deltas of whole lines to a block.
 *
 * @returns the position of a line that ends the block, or where its text was long enough
 */
function readWindow(window: string, block: Block, parse: (from: number, to: number) => unknown): number {
  /** Text of the last deltas as it is in the JSON; none ends within an escape. */
  let raw = ''
  const decodeRaw = (): void => {
    if (raw !== '') block.text += String(parseJson(Buffer.from(`"${raw}"`, 'latin1').toString()))
    raw = ''
  }
  let at = 0
  while (at < window.length && block.text.length < MAX_TURN_CHARS) {
    DELTA.lastIndex = at
    const [, piece] = window.length > WINDOW_BYTES ? [] : (DELTA.exec(window) ?? [])
    if (piece !== undefined) {
      raw += piece
      at = DELTA.lastIndex
      if (block.text.length + raw.length >= MAX_TURN_CHARS) decodeRaw()
      continue
    }
    const feed = window.indexOf('\n', at)
    const end = feed === -1 ? window.length : feed
    if (window.startsWith('data:', at)) {
      decodeRaw()
      if (isBoundary(window.slice(at, end))) return at
      const delta = memberOf(parse(at, end), 'delta')
      const other = memberOf(delta, 'text') ?? memberOf(delta, 'partial_json')
      if (typeof other === 'string') block.text += other
    }
    at = end + 1
  }
  decodeRaw()
  return Math.min(at, window.length)
}

/** True for the line that ends a block, or begins the next one. */
function isBoundary(line: string): boolean {
  return line.includes(STOP) || line.includes(START)
}

function lineEnd(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(LINE_FEED, at)
  return end === -1 ? bytes.length : end
}

/** The event in a line `data: {…}`; undefined for other lines. */
function parseLine(bytes: Buffer, start: number, end: number): unknown {
  if (end - start > MAX_EVENT_BYTES || bytes.toString('latin1', start, start + 5) !== 'data:')
    return undefined
  return parseJson(bytes.toString('utf8', start + 5, end))
}

function toBlock(block: unknown): Block {
  const input = memberOf(block, 'input')
  const text = memberOf(block, 'text')
  const json = input === undefined ? '{}' : JSON.stringify(input)
  return {
    type: memberOf(block, 'type'),
    name: memberOf(block, 'name'),
    // The input of a stream follows in deltas.
    text: (typeof text === 'string' ? text : json === '{}' ? '' : json).slice(0, MAX_TURN_CHARS),
  }
}

function toAnswer(blocks: readonly Block[]): Answer {
  const texts = blocks.filter(({ type }) => type === 'text').map(({ text }) => text.trim())
  const calls = blocks.flatMap(({ type, name, text }): RawCall[] => {
    const isCall = type === 'tool_use' || type === 'server_tool_use' || type === 'mcp_tool_use'
    return isCall && typeof name === 'string' ? [{ tool: name, input: text }] : []
  })
  return { answer: texts.filter(Boolean).join('\n').slice(0, MAX_TURN_CHARS), calls }
}
