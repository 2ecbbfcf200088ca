/** Where the client asked the upstream to keep what stands before. */
export interface CacheMark {
  /** `5m`, `1h`. */
  ttl: string
}

interface Common {
  cache?: CacheMark
}

/** What a turn is made of, whoever wrote it down: a request's body, an answer, or a transcript. */
export type Block =
  | (Common & { kind: 'text'; text: string })
  /** Put there by Claude Code, not by the user. */
  | (Common & { kind: 'reminder'; text: string })
  | (Common & { kind: 'thinking'; text: string; redacted: boolean })
  | ToolCall
  /** A result whose call is not here. */
  | (Common & { kind: 'result'; result: ToolResult })
  | Picture
  | (Common & { kind: 'document'; title: string; size: number })
  /** A kind that this page does not know. */
  | (Common & { kind: 'other'; type: string; value: unknown })

export interface ToolCall extends Common {
  kind: 'call'
  id: string
  name: string
  input: Readonly<Record<string, unknown>>
  /** Undefined while there is none. */
  result?: ToolResult
  /** What a sub-agent said, where the call was a task for one. */
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
  /** Base64. Undefined where the picture is somewhere else. */
  data: string | undefined
}

export type Role = 'user' | 'assistant' | 'system'

export interface Turn {
  /** The same as long as nothing is put in front of it. */
  id: string
  role: Role
  blocks: readonly Block[]
  /** The ids of the lines that it was made of, where the source has them. */
  lines?: readonly string[]
  /** In ms since the epoch, where the source says. */
  at?: number
  /** The answer to this very request. */
  isResponse?: boolean
  model?: string
  /** Whose words these are, where it is another model than Claude, and how it came to be asked. */
  author?: { name: string; note?: string | undefined }
  /** Said by a sub-agent, or to one. */
  isSidechain?: boolean
}
