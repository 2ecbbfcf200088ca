import { isRecord } from '../../base/json/is-record.ts'
import type { EventSourceMessage } from 'eventsource-parser'
import { mergeUsage } from '../../base/anthropic/merge-usage.ts'
import { errorStatus } from '../../base/anthropic/error-statuses.ts'
import { parseExact } from '../../base/json/parse-exact.ts'

/** What became of the stream with the latest event. */
export type Progress =
  | { state: 'open' }
  /** `json` is the whole message. */
  | { state: 'whole'; json: string }
  /** The upstream's own error, as it would have answered without a stream. */
  | { state: 'error'; status: number; json: string }

/** What was passed over because nothing better could be done. */
export type Oddity =
  /** A delta of a type that we do not know, for a block without the fields that it brings. */
  | 'unknown_delta'
  /** A tool's input that is no JSON: cut by `max_tokens`. The block gets an empty one. */
  | 'broken_tool_input'

export interface MessageBuilder {
  /**
   * @throws StreamBrokenError when the events cannot be those of one message
   * @throws MessageTooLargeError
   */
  add: (event: EventSourceMessage) => Progress
  /** What there is of the message, for the log. */
  partial: () => string | undefined
}

/**
 * The events do not add up to a message: better no answer than one with a hole.
 *
 * @internal exported for its test
 */
export class StreamBrokenError extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options)
    this.name = 'StreamBrokenError'
  }
}

/** What is collected is more than any model writes. */
export class MessageTooLargeError extends Error {
  constructor() {
    super('the message is too long')
    this.name = 'MessageTooLargeError'
  }
}

/** What is kept of a stream: the texts of its deltas, and the JSON of everything else. In characters. */
const MAX_KEPT = 16 * 1024 * 1024

type Fields = Record<string, unknown>

interface Block {
  fields: Fields
  /** The JSON text of `input`, as far as it came. */
  input: string
  /** True for a block that came whole, with `message_start`. */
  isGiven: boolean
}

const OPEN: Progress = { state: 'open' }

/**
 * Adds up the events of a Messages stream to the message that the same request would have got without one. Nothing
 * is left out: fields of tomorrow go where their event puts them.
 *
 * @see https://docs.anthropic.com/en/api/messages-streaming
 */
export function createMessageBuilder(onOddity: (what: Oddity) => void): MessageBuilder {
  let message: Fields | undefined
  const blocks = new Map<number, Block>()
  /** See `MAX_KEPT`. */
  let kept = 0

  function keep(size: number): void {
    kept += size
    if (kept > MAX_KEPT) throw new MessageTooLargeError()
  }

  function started(): Fields {
    if (message === undefined) throw new StreamBrokenError('an event before message_start')
    return message
  }
  function start(event: Fields): void {
    const first = fields(event['message'])
    // Some gateways send it twice; a second message is another matter.
    if (message !== undefined && message['id'] !== first['id']) throw new StreamBrokenError('two messages')
    if (message !== undefined) return
    message = first
    // Results of server tools that ran before this turn come with the message itself, without events.
    const given = Array.isArray(first['content']) ? first['content'] : []
    for (const [index, block] of given.entries()) blocks.set(index, openBlock(block, { isGiven: true }))
  }
  function startBlock(event: Fields): void {
    started()
    const index = blockIndex(event)
    if (blocks.get(index)?.isGiven === false) throw new StreamBrokenError(`block ${index} starts twice`)
    blocks.set(index, openBlock(event['content_block'], { isGiven: false }))
  }
  function addDelta(event: Fields): void {
    const index = blockIndex(event)
    const block = blocks.get(index)
    if (block === undefined) throw new StreamBrokenError(`a delta for block ${index}, which never started`)
    if (!applyDelta(block, fields(event['delta']))) onOddity('unknown_delta')
  }
  function addEnding({ type: _type, delta, usage, ...others }: Fields): void {
    const known = started()
    const before = fields(known['usage'] ?? {})
    assign(known, fields(delta ?? {}))
    assign(known, others)
    if (usage !== undefined) known['usage'] = mergeUsage(before, fields(usage))
  }
  function toJson(report: (what: Oddity) => void): string {
    const sorted = [...blocks].toSorted(([a], [b]) => a - b)
    return JSON.stringify({
      ...started(),
      content: sorted.map(([, block]) => toContent(block, report)),
    })
  }

  return {
    add({ event: name, data }) {
      const event = readEvent(name, data)
      const type = typeOf(event, name)
      keep(keptSize(type, event, data))
      switch (type) {
        case 'message_start':
          start(event)
          return OPEN
        case 'content_block_start':
          startBlock(event)
          return OPEN
        case 'content_block_delta':
          addDelta(event)
          return OPEN
        case 'message_delta':
          addEnding(event)
          return OPEN
        case 'message_stop':
          return { state: 'whole', json: toJson(onOddity) }
        case 'error':
          return { state: 'error', status: errorStatus(fields(event['error'])['type']), json: data }
        default:
          // `content_block_stop` adds nothing, `ping` is nothing, and others are yet to be invented.
          return OPEN
      }
    },
    partial: () => (message === undefined ? undefined : toJson(() => undefined)),
  }
}

function keptSize(type: string, { delta }: Fields, data: string): number {
  if (type !== 'content_block_delta') return NEEDED.has(type) ? data.length : 0
  const texts = isRecord(delta) ? Object.entries(delta).filter(([name]) => name !== 'type') : []
  return texts.reduce((sum, [, value]) => sum + (typeof value === 'string' ? value.length : data.length), 0)
}

/** The types whose data must be read: without it the message would have a hole. */
const NEEDED = new Set<unknown>([
  undefined,
  'message_start',
  'content_block_start',
  'content_block_delta',
  'message_delta',
  'message_stop',
  'error',
])

function readEvent(name: string | undefined, data: string): Fields {
  try {
    return fields(parseExact(data))
  } catch (error) {
    if (!NEEDED.has(name)) return {}
    throw new StreamBrokenError(`the data of ${name ?? 'an event'} is no JSON object`, { cause: error })
  }
}

/** The data names its type; the `event:` line is a copy that some gateways drop. */
function typeOf({ type }: Fields, name = ''): string {
  return typeof type === 'string' ? type : name
}

/** @returns false for a delta that has no place in the block */
function applyDelta(block: Block, { type, ...delta }: Fields): boolean {
  switch (type) {
    case 'text_delta':
      append(block.fields, 'text', text(delta['text']))
      return true
    case 'thinking_delta':
      append(block.fields, 'thinking', text(delta['thinking']))
      return true
    case 'input_json_delta':
      block.input += text(delta['partial_json'])
      return true
    case 'signature_delta':
      block.fields['signature'] = text(delta['signature'])
      return true
    case 'citations_delta': {
      const before: unknown = block.fields['citations']
      if (Array.isArray(before)) before.push(delta['citation'])
      else block.fields['citations'] = [delta['citation']]
      return true
    }
    default:
      return appendTexts(block, delta)
  }
}

/** `compaction_delta` and what comes next: each brings more of a field that its block has. */
function appendTexts({ fields: block }: Block, delta: Fields): boolean {
  let hasPlace = false
  for (const [name, more] of Object.entries(delta)) {
    if (typeof more !== 'string' || !Object.hasOwn(block, name)) continue
    if (typeof block[name] !== 'string' && block[name] !== null) continue
    append(block, name, more)
    hasPlace = true
  }
  return hasPlace
}

function append(block: Fields, name: string, more: string): void {
  const before = block[name]
  block[name] = typeof before === 'string' ? before + more : more
}

/** In place: a copy of all fields for each event would take time that grows with the square of their number. */
function assign(target: Fields, more: Fields): void {
  for (const [name, value] of Object.entries(more)) define(target, name, value)
}

/** An assignment to `__proto__` would not make it a field. */
function define(target: Fields, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true })
}

function openBlock(block: unknown, { isGiven }: { isGiven: boolean }): Block {
  return { fields: fields(block), input: '', isGiven }
}

function toContent(block: Block, onOddity: (what: Oddity) => void): Fields {
  if (block.input === '') return block.fields
  try {
    return { ...block.fields, input: parseExact(block.input) }
  } catch {
    onOddity('broken_tool_input')
    return { ...block.fields, input: {} }
  }
}

function blockIndex({ index }: Fields): number {
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0) return index
  throw new StreamBrokenError('an event without the index of its block')
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new StreamBrokenError('a delta without its text')
}

function fields(value: unknown): Fields {
  if (isRecord(value)) return value
  throw new StreamBrokenError('an event without its object')
}
