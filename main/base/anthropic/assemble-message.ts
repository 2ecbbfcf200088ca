import { defineField } from '../json/define-field.ts'
import { parseRecord } from '../json/parse-json.ts'
import { mergeUsage } from './merge-usage.ts'
import { applyDelta, type Block, type Fields, fieldsOf, openBlock } from './message-block.ts'
import { StreamBrokenError } from './stream-broken-error.ts'

export interface MessageAssembly {
  /** @throws StreamBrokenError when the event cannot be one of this message */
  add: (type: string, event: Fields) => void
  /**
   * The message as far as it came; undefined where it has not begun.
   *
   * @param onBrokenInput gives what stands for a tool's input that is not JSON: `max_tokens` may have cut it
   */
  message: (onBrokenInput: (json: string) => unknown) => Fields | undefined
}

export interface AssemblyOptions {
  /** Reads the input of a tool. @throws SyntaxError */
  parse: (json: string) => unknown
  /** Told of a delta of a type that we do not know, for a block without the fields that it brings. */
  onUnknownDelta: () => void
}

/**
 * Adds up the events of a Messages stream to the message that the same request would have got without one. Nothing
 * is left out: fields of tomorrow go where their event puts them.
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
      // `content_block_stop` adds nothing, `ping` is nothing, and others are yet to be invented.
    },
    message(onBrokenInput) {
      if (message === undefined) return undefined
      const sorted = [...blocks].toSorted(([a], [b]) => a - b)
      return { ...message, content: sorted.map(([, block]) => toContent(block, parse, onBrokenInput)) }
    },
  }
}

/**
 * The message that the data of a stream's events tell, as far as they can be read; undefined where it never began. A
 * tool's input that is cut stays text. For showing.
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
      // What does not fit is left out.
      if (!(error instanceof StreamBrokenError)) throw error
    }
  }
  return assembly.message((json) => json)
}

/** In place: a copy of all fields for each event would take time that grows with the square of their number. */
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
