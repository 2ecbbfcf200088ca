import { parseJson } from '../base/json/parse-json.ts'
import type { JSONObject } from '@ai-sdk/provider'
import { isRecord } from '../base/json/is-record.ts'

/*
 * Anthropic's format has an opaque signature in each thinking block, which Claude Code sends back unchanged if the
 * response carried the name of the requested model. Other providers' data is stored there: OpenAI's encrypted
 * reasoning, Google's thought signatures, OpenRouter's reasoning details.
 *
 * Our signatures begin with a prefix that is not valid base64, so they cannot be mistaken for Anthropic's. They name
 * the provider, so that no provider receives another's.
 */
export const SIGNATURE_MARK = 'signalbox.1.'

/** Ids of searches that another provider ran begin with this; Anthropic's have no second underscore. */
export const SEARCH_ID_MARK = 'srvtoolu_signalbox_1_'

export interface Sealed {
  /** Name of the provider that it came from. */
  provider: string
  /** Data of the thinking itself. */
  own?: JSONObject
  /** Data of the block after it: texts and tool calls have no signature field. */
  next?: JSONObject
}

export function sealSignature({ provider, own, next }: Sealed): string {
  const content = { p: provider, ...(own && { o: own }), ...(next && { n: next }) }
  return SIGNATURE_MARK + Buffer.from(JSON.stringify(content)).toString('base64url')
}

/** @returns undefined for every signature that is not ours, such as Anthropic's */
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

/** It was parsed from JSON, so every object in it is a JSON object. */
function isJsonObject(value: unknown): value is JSONObject {
  return isRecord(value)
}
