/** The fields of an assistant message that matter to a client; the rest is filled in. */
export interface FakeMessage {
  blocks: readonly FakeBlock[]
  stopReason: 'end_turn' | 'tool_use' | 'max_tokens' | 'refusal'
  inputTokens?: number
  outputTokens?: number
  /** Cached part of the input, in the formats of other providers. */
  cachedTokens?: number
  /** Interleaves the pieces of several calls, in formats that support it: OpenAI Chat. */
  interleaved?: boolean
}

/** `deltas` are one event each when streaming, and joined otherwise. */
export type FakeBlock =
  | { type: 'text'; deltas: readonly string[] }
  | { type: 'thinking'; deltas: readonly string[]; signature: string }
  /** `deltas` are pieces of the input's JSON text. */
  | { type: 'tool_use'; id: string; name: string; deltas: readonly string[] }
