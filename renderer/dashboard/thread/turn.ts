/** Position up to which the client asked the upstream to cache the prompt. */
export interface CacheMark {
  /** `5m`, `1h`. */
  ttl: string
}

interface Common {
  cache?: CacheMark
}

/** Content of a turn, from a request body, a response or a transcript. */
export type Block =
  | (Common & { kind: 'text'; text: string; sources?: readonly Source[] })
  /** Added by Claude Code, not by the user. */
  | (Common & { kind: 'reminder'; text: string })
  | (Common & { kind: 'thinking'; text: string; redacted: boolean })
  | ToolCall
  /** A result without its call. */
  | (Common & { kind: 'result'; result: ToolResult })
  | Picture
  | (Common & { kind: 'document'; title: string; size: number })
  /** A fact about the conversation itself, such as a compaction; `text` is the summary that replaces messages. */
  | (Common & { kind: 'event'; title: string; text: string })
  /** An unknown kind of block. */
  | (Common & { kind: 'other'; type: string; value: unknown })

/** A passage that a text cites. */
export interface Source {
  /** Title, or the address if it has none. */
  title: string
  url: string | undefined
  quote: string
}

export interface ToolCall extends Common {
  kind: 'call'
  id: string
  name: string
  input: Readonly<Record<string, unknown>>
  /** Undefined without a result. */
  result?: ToolResult
  /** Turns of the sub-agent, if the call started one. */
  agent?: readonly Turn[]
}

export interface ToolResult {
  isError: boolean
  text: string
  pictures: readonly Picture[]
}

export interface Picture extends Common {
  kind: 'picture'
  mediaType: string
  /** Base64. Undefined if the image is stored elsewhere. */
  data: string | undefined
}

export type Role = 'user' | 'assistant' | 'system'

export interface Turn {
  /** Stable unless turns are inserted before it. */
  id: string
  role: Role
  blocks: readonly Block[]
  /** Ids of the transcript lines that it consists of, if the source has them. */
  lines?: readonly string[]
  /** In ms since the epoch, if the source has it. */
  at?: number
  /** True for the response to this request. */
  isResponse?: boolean
  model?: string
  /** The model that responded, if not Claude, and the reason for its choice. */
  author?: { name: string; note?: string | undefined }
  /** True for messages from or to a sub-agent. */
  isSidechain?: boolean
}
