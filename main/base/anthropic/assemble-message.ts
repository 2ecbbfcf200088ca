import { defineField } from '../json/define-field.ts'
import { parseRecord } from '../json/parse-json.ts'
import { mergeUsage } from './merge-usage.ts'
import { applyDelta, type Block, type Fields, fieldsOf, openBlock } from './message-block.ts'
import { StreamBrokenError } from './stream-broken-error.ts'

export interface MessageAssembly {
  /** @throws StreamBrokenError when the event does not belong to this message */
  add: (type: string, event: Fields) => void
  /**
   * The message as received so far; undefined before `message_start`.
   *
   * @param onBrokenInput returns a replacement for a tool input that is not valid JSON, e.g. truncated by `max_tokens`
   */
  message: (onBrokenInput: (json: string) => unknown) => Fields | undefined
}

export interface AssemblyOptions {
  /** Parses a tool's input. @throws SyntaxError */
  parse: (json: string) => unknown
  /** Called for a delta of unknown type when the block lacks the fields that the delta carries. */
  onUnknownDelta: () => void
}

/**
 * Assembles the events of a Messages stream into the message that a non-streaming request would return. Nothing is
 * dropped: unknown fields are kept where their event puts them.
 *
 * @see https://docs.anthropic.com/en/api/messages-streaming
 */
export function createMessageAssembly({ parse, onUnknownDelta }: AssemblyOptions): MessageAssembly {
  let message: Fields | undefined
  const blocks = new Map<number, Block>()

  function started(): Fields {
    if (message === undefined) throw new StreamBrokenError('an event before message_start')
    return message
  }
  function start(event: Fields): void {
    const first = fieldsOf(event['message'])
    // Some gateways send `message_start` twice; a different message ID is an error.
    if (message !== undefined && message['id'] !== first['id']) throw new StreamBrokenError('two messages')
    if (message !== undefined) return
    message = first
    // Results of server tools that ran before this turn arrive inside `message_start`, without events of their own.
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
    if (!applyDelta(block, fieldsOf(event['delta']))) onUnknownDelta()
  }
  function addEnding({ type: _type, delta, usage, ...others }: Fields): void {
    const known = started()
    const before = fieldsOf(known['usage'] ?? {})
    assign(known, fieldsOf(delta ?? {}))
    assign(known, others)
    if (usage !== undefined) known['usage'] = mergeUsage(before, fieldsOf(usage))
  }

  return {
    add(type, event) {
      if (type === 'message_start') start(event)
      else if (type === 'content_block_start') startBlock(event)
      else if (type === 'content_block_delta') addDelta(event)
      else if (type === 'message_delta') addEnding(event)
      // `content_block_stop` and `ping` add nothing; unknown event types are ignored.
    },
    message(onBrokenInput) {
      if (message === undefined) return undefined
      const sorted = [...blocks].toSorted(([a], [b]) => a - b)
      return { ...message, content: sorted.map(([, block]) => toContent(block, parse, onBrokenInput)) }
    },
  }
}

/**
 * Assembles a message from the data of a stream's events, as far as they can be read; undefined if it never began.
 * Truncated tool input stays text. For display only.
 */
export function assembleMessage(events: readonly string[]): Fields | undefined {
  const assembly = createMessageAssembly({
    parse: (json) => JSON.parse(json) as unknown,
    onUnknownDelta: () => undefined,
  })
  for (const data of events) {
    const event = parseRecord(data)
    if (typeof event?.['type'] !== 'string') continue
    try {
      assembly.add(event['type'], event)
    } catch (error) {
      // Events that do not fit are skipped.
      if (!(error instanceof StreamBrokenError)) throw error
    }
  }
  return assembly.message((json) => json)
}

/** Mutates in place: copying all fields for each event would take quadratic time. */
function assign(target: Fields, more: Fields): void {
  for (const [name, value] of Object.entries(more)) defineField(target, name, value)
}

function toContent(
  { fields, input }: Block,
  parse: AssemblyOptions['parse'],
  onBrokenInput: (json: string) => unknown,
): Fields {
  if (input === '') return fields
  let value: unknown
  try {
    value = parse(input)
  } catch {
    value = onBrokenInput(input)
  }
  return { ...fields, input: value }
}

function blockIndex({ index }: Fields): number {
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0) return index
  throw new StreamBrokenError('an event without the index of its block')
}
