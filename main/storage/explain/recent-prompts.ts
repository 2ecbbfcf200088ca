import type { Prompt } from './read-prompt.ts'

/** Longer bodies are not kept; with the limit of all together, in bytes. */
const MAX_PROMPT_BYTES = 2 * 1024 * 1024
const MAX_BYTES = 8 * 1024 * 1024

/** Prompts of the last finished requests by row id, for the comparison with the request after each. */
export interface RecentPrompts {
  /** Keeps a copy: the bytes are those of a batch, whose memory is reused. */
  add: (rowId: number, prompt: Prompt) => void
  get: (rowId: number) => Prompt | undefined
  forget: () => void
}

export function createRecentPrompts(): RecentPrompts {
  /** Oldest first. */
  const prompts = new Map<number, Prompt>()
  let bytes = 0

  return {
    add(rowId, { bytes: body, ...prompt }) {
      if (body.length > MAX_PROMPT_BYTES || prompts.has(rowId)) return
      prompts.set(rowId, { ...prompt, bytes: Buffer.from(body) })
      bytes += body.length
      for (const [oldest, { bytes: old }] of prompts) {
        if (bytes <= MAX_BYTES) break
        prompts.delete(oldest)
        bytes -= old.length
      }
    },
    get: (rowId) => prompts.get(rowId),
    forget() {
      prompts.clear()
      bytes = 0
    },
  }
}
