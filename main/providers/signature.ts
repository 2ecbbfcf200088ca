import { parseJson } from '../base/json/parse-json.ts'
import type { JSONObject } from '@ai-sdk/provider'
import { isRecord } from '../base/json/is-record.ts'

/*
 * Anthropic lets a client hold one opaque text with each thinking block, its signature, and Claude Code sends it back
 * untouched as long as the answer bore the model's name that was asked for. So what other providers want to see again
 * travels there: OpenAI's encrypted reasoning, Google's thought signatures, OpenRouter's reasoning details.
 *
 * Our texts begin with a word that no base64 has, so Anthropic can never take one for its own, and they name the
 * provider, so that none is ever shown another's.
 */
export const SIGNATURE_MARK = 'signalbox.1.'

export interface Sealed {
  /** Name of the provider that it came from. */
  provider: string
  /** What belongs to the thinking itself. */
  own?: JSONObject
  /** What belongs to the block after it: texts and tool calls have no place for a signature of their own. */
  next?: JSONObject
}

export function sealSignature({ provider, own, next }: Sealed): string {
  const content = { p: provider, ...(own && { o: own }), ...(next && { n: next }) }
  return SIGNATURE_MARK + Buffer.from(JSON.stringify(content)).toString('base64url')
}

/** @returns undefined for every signature that is not ours, Anthropic's above all */
export function openSignature(signature: string): Sealed | undefined {
  if (!signature.startsWith(SIGNATURE_MARK)) return undefined
  const content = parseJson(Buffer.from(signature.slice(SIGNATURE_MARK.length), 'base64url').toString())
  if (!isRecord(content) || typeof content['p'] !== 'string') return undefined
  const { p: provider, o: own, n: next } = content
  return {
    provider,
    ...(isJsonObject(own) && { own }),
    ...(isJsonObject(next) && { next }),
  }
}

/** It was parsed from JSON, so an object of it holds JSON. */
function isJsonObject(value: unknown): value is JSONObject {
  return isRecord(value)
}
