import { parseExact } from '../base/json/parse-exact.ts'
import { isRecord } from '../base/json/is-record.ts'
import { openSignature, SIGNATURE_MARK } from './signature.ts'

/**
 * Ends of `"signalbox.1.`, `"signature":""` and `"signature": ""`. So short a text is searched by its first byte, several
 * times faster than a longer one; the rest of the work finds what they really are.
 */
const SIGNS = [SIGNATURE_MARK.slice(-4), 'ure":""', 're": ""'].map((text) => Buffer.from(text))

/**
 * A request for Anthropic without the thinking that came from another provider: Anthropic refuses the whole
 * conversation for a signature that is not its own. Everything else keeps its value, numbers their
 * spelling too.
 *
 * @returns the same bytes, untouched, for a conversation that has none, which is nearly every one
 */
export function withoutForeignThinking(json: Buffer): Buffer {
  if (!SIGNS.some((sign) => json.includes(sign))) return json
  const body = parse(json)
  if (!isRecord(body) || !Array.isArray(body['messages'])) return json
  const before: readonly unknown[] = body['messages']
  const messages = before.flatMap((message) => keepOwn(message))
  const isSame = messages.length === before.length && messages.every((message, at) => message === before[at])
  return isSame ? json : Buffer.from(JSON.stringify({ ...body, messages }))
}

/** A message that was nothing but such thinking is left out: an empty one would be refused. */
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
