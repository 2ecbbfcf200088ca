import { memberOf, parseJson } from '../../base/json/parse-json.ts'
import { MAX_CALLS, MAX_TURN_CHARS, type RawCall, type Turn } from './turn.ts'

type Answer = Pick<Turn, 'answer' | 'calls'>

/** A longer response that is not a stream is not parsed. In bytes. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024
/** A longer event is skipped: deltas are short. In bytes. */
const MAX_EVENT_BYTES = 1024 * 1024

const START = Buffer.from('"content_block_start"')
const STOP = Buffer.from('"content_block_stop"')
const LINE_FEED = 0x0a

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
 * Reads the beginning of each block and skips the rest. A line of `data` is parsed only until its block has
 * `MAX_TURN_CHARS`, so a long response costs little more than a short one.
 */
function readStream(bytes: Buffer): Answer {
  const blocks: Block[] = []
  let at = 0
  while (blocks.length < MAX_CALLS) {
    const found = bytes.indexOf(START, at)
    if (found === -1) break
    const end = lineEnd(bytes, found)
    const event = parseLine(bytes, bytes.lastIndexOf(LINE_FEED, found) + 1, end)
    const block = toBlock(memberOf(event, 'content_block'))
    at = readDeltas(bytes, end + 1, block)
    blocks.push(block)
  }
  return toAnswer(blocks)
}

/** @returns the position after the block, or where its text was long enough */
function readDeltas(bytes: Buffer, start: number, block: Block): number {
  let at = start
  while (at < bytes.length && block.text.length < MAX_TURN_CHARS) {
    const end = lineEnd(bytes, at)
    const line = bytes.subarray(at, end)
    if (line.includes(STOP) || line.includes(START)) return at
    const delta = memberOf(parseLine(bytes, at, end), 'delta')
    const piece = memberOf(delta, 'text') ?? memberOf(delta, 'partial_json')
    if (typeof piece === 'string') block.text += piece
    at = end + 1
  }
  block.text = block.text.slice(0, MAX_TURN_CHARS)
  return at
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
