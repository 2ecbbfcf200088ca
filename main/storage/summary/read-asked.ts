import { memberOf, parseJson } from '../../base/json/parse-json.ts'
import type { BodyMap, Range } from '../body/scan-body.ts'
import { MAX_CALLS, MAX_TURN_CHARS, type RawCall, type Turn } from './turn.ts'
import { userWords } from './user-words.ts'

/** A longer message is not parsed: Anthropic accepts images of 5 MB, the rest is no text that anybody wrote. In bytes. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024
/** Messages of one turn that are read, newest first. */
const MAX_MESSAGES = 20

/** The part of a turn that is in the request: messages after the last response. */
export function readAsked(bytes: Buffer, { messages }: BodyMap): Pick<Turn, 'words' | 'failed'> {
  /** By message, newest first. Never spread: a message may have a million blocks. */
  const texts: string[][] = []
  const failedIds: string[][] = []
  let calls: unknown
  let isPrefill = true
  for (const range of messages.slice(-MAX_MESSAGES).toReversed()) {
    const message = parseMessage(bytes, range)
    const isResponse = memberOf(message, 'role') === 'assistant'
    // The last message may begin the response.
    if (isResponse && isPrefill) continue
    isPrefill = false
    const content = memberOf(message, 'content')
    if (isResponse) {
      calls = content
      break
    }
    if (memberOf(message, 'role') !== 'user') continue
    texts.push(textsOf(content))
    failedIds.push(failedIn(content))
  }
  return {
    words: userWords(texts.toReversed().flat(), MAX_TURN_CHARS),
    failed: failedIds
      .toReversed()
      .flat()
      .slice(0, MAX_CALLS)
      .flatMap((id) => callOf(calls, id) ?? []),
  }
}

function textsOf(content: unknown): string[] {
  if (typeof content === 'string') return [content]
  if (!Array.isArray(content)) return []
  return content.flatMap((block: unknown) => {
    const text = memberOf(block, 'type') === 'text' ? memberOf(block, 'text') : undefined
    return typeof text === 'string' ? [text] : []
  })
}

function failedIn(content: unknown): string[] {
  if (!Array.isArray(content)) return []
  return content.flatMap((block: unknown) => {
    const id = memberOf(block, 'tool_use_id')
    return memberOf(block, 'is_error') === true && typeof id === 'string' ? [id] : []
  })
}

function callOf(content: unknown, id: string): RawCall | undefined {
  if (!Array.isArray(content)) return undefined
  const call: unknown = content.find((block: unknown) => memberOf(block, 'id') === id)
  const tool = memberOf(call, 'name')
  if (typeof tool !== 'string') return undefined
  return { tool, input: JSON.stringify(memberOf(call, 'input') ?? {}).slice(0, MAX_TURN_CHARS) }
}

function parseMessage(bytes: Buffer, [start, end]: Range): unknown {
  return end - start > MAX_MESSAGE_BYTES ? undefined : parseJson(bytes.toString('utf8', start, end))
}
