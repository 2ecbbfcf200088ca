import { createHash } from 'node:crypto'
import type { JSONObject } from '@ai-sdk/provider'

/** Keeps signatures that a text's block has no place for until the text comes back with the next turn. */
export interface SignatureCache {
  put: (provider: string, text: string, signature: JSONObject) => void
  get: (provider: string, text: string) => JSONObject | undefined
}

/** A longer one is not kept: the shelf holds thousands. In characters of its JSON. */
const MAX_SIGNATURE = 16 * 1024

/**
 * A shelf in memory. Google signs the last text of an answer after its last word, when Anthropic's format has nowhere
 * left to put a signature: a thinking block behind the text would make `claude -p` print nothing. Such a signature is
 * wished for and not needed, so losing it with a restart costs some quality and no request.
 *
 * @param limit how many are kept; the oldest go first
 */
export function createSignatureCache(limit: number): SignatureCache {
  const kept = new Map<string, JSONObject>()
  return {
    put(provider, text, signature) {
      if (JSON.stringify(signature).length > MAX_SIGNATURE) return
      const key = keyOf(provider, text)
      kept.delete(key)
      kept.set(key, signature)
      const [oldest] = kept.keys()
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
    },
    get: (provider, text) => kept.get(keyOf(provider, text)),
  }
}

function keyOf(provider: string, text: string): string {
  return createHash('sha256').update(`${provider}\0${text}`).digest('base64')
}
