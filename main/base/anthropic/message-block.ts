import { isRecord } from '../json/is-record.ts'
import { StreamBrokenError } from './stream-broken-error.ts'

export type Fields = Record<string, unknown>

/** A content block of a message while its deltas arrive. */
export interface Block {
  fields: Fields
  /** The JSON text of `input` received so far. */
  input: string
  /** True for a block that arrived whole, in `message_start`. */
  isGiven: boolean
}

/** @throws StreamBrokenError if the value is not an object */
export function openBlock(block: unknown, { isGiven }: { isGiven: boolean }): Block {
  return { fields: fieldsOf(block), input: '', isGiven }
}

/**
 * Applies a delta to its block.
 *
 * @returns false if the block has no field for the delta
 * @throws StreamBrokenError if the delta lacks its text
 */
export function applyDelta(block: Block, { type, ...delta }: Fields): boolean {
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

/** `compaction_delta` and future types: each appends to a field that the block already has. */
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

function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new StreamBrokenError('a delta without its text')
}

/** @throws StreamBrokenError if the value is not an object */
export function fieldsOf(value: unknown): Fields {
  if (isRecord(value)) return value
  throw new StreamBrokenError('an event without its object')
}
