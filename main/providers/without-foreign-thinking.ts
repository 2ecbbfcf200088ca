import { parseExact } from '../base/json/parse-exact.ts'
import { hasManyValues, MAX_REQUEST_VALUES } from '../base/json/count-values.ts'
import { isRecord } from '../base/json/is-record.ts'
import { openSignature, SIGNATURE_MARK } from './signature.ts'

/**
 * Ends of `"signalbox.1.`, `"signature":""` and `"signature": ""`. Such short patterns are found by their first byte,
 * several times faster than longer ones; false matches are sorted out later.
 */
const SIGNS = [SIGNATURE_MARK.slice(-4), 'ure":""', 're": ""'].map((text) => Buffer.from(text))

/**
 * Removes the thinking of other providers from a request for Anthropic, which rejects the whole conversation for a
 * foreign signature. All other values stay the same, including the spelling of numbers.
 *
 * @returns the same bytes, unchanged, if there is none, which is the usual case, or if it has too many values
 */
export function withoutForeignThinking(json: Buffer): Buffer {
  if (!SIGNS.some((sign) => json.includes(sign)) || hasManyValues(json, MAX_REQUEST_VALUES)) return json
  const body = parse(json)
  if (!isRecord(body) || !Array.isArray(body['messages'])) return json
  const before: readonly unknown[] = body['messages']
  const messages = before.flatMap((message) => keepOwn(message))
  const isSame = messages.length === before.length && messages.every((message, at) => message === before[at])
  return isSame ? json : Buffer.from(JSON.stringify({ ...body, messages }))
}

/** A message that contained only such thinking is dropped: an empty one would be rejected. */
function keepOwn(message: unknown): unknown[] {
  if (!isRecord(message) || !Array.isArray(message['content'])) return [message]
  const content = message['content'].filter((block: unknown) => !isForeign(block))
  if (content.length === message['content'].length) return [message]
  return content.length === 0 ? [] : [{ ...message, content }]
}

function isForeign(block: unknown): boolean {
  if (!isRecord(block) || block['type'] !== 'thinking') return false
  const { signature } = block
  return signature === '' || (typeof signature === 'string' && openSignature(signature) !== undefined)
}

function parse(json: Buffer): unknown {
  try {
    return parseExact(json.toString())
  } catch {
    return undefined
  }
}
