import { createHash } from 'node:crypto'
import type { JSONObject } from '@ai-sdk/provider'

/** Keeps signatures that have no place in a text block until the text comes back with the next request. */
export interface SignatureCache {
  put: (provider: string, text: string, signature: JSONObject) => void
  get: (provider: string, text: string) => JSONObject | undefined
}

/** Longer signatures are not cached: the cache holds thousands. In characters of JSON. */
const MAX_SIGNATURE = 16 * 1024

/**
 * An in-memory cache. Google signs the last text of a response after its last word, when Anthropic's format has no
 * place left for a signature: a thinking block after the text would make `claude -p` print nothing. The signature is
 * optional, so losing it in a restart costs some quality but no request.
 *
 * @param limit maximum number of entries; the oldest are evicted first
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
