/** A tool call as it is sent: its input is untrusted, and is JSON text that may be cut. */
export interface RawCall {
  tool: string
  input: string
}

/** Text that one request added to its conversation. Everything is untrusted, and bounded by `MAX_TURN_CHARS`. */
export interface Turn {
  /** The user's words, without what Claude Code adds to them. */
  words: string
  /** Calls whose failed result the request returns. */
  failed: readonly RawCall[]
  /** Text of the response. */
  answer: string
  /** Tools that the response calls. */
  calls: readonly RawCall[]
}

/** Limit of the words, of the answer, and of one tool input, in characters. */
export const MAX_TURN_CHARS = 16 * 1024
/** Further tool calls of one response are not read. */
export const MAX_CALLS = 50
