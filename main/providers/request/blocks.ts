import type { FileKind } from '../capabilities.ts'

/** What a conversation holds, as far as another provider can be told of it. */
export type Block =
  | TextBlock
  | FileBlock
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'tool_use'; id: string; name: string; input: Readonly<Record<string, unknown>> }
  | ToolResult

export interface TextBlock {
  type: 'text'
  text: string
  cacheControl?: CacheControl
}

export interface FileBlock {
  type: 'file'
  kind: FileKind
  /** Base64, or an address, by `kind`. */
  source: string
  mediaType: string
  name?: string
  /** For errors: `messages.0.content.1.source`. */
  path: string
  cacheControl?: CacheControl
}

export interface ToolResult {
  type: 'tool_result'
  id: string
  isError: boolean
  content: readonly (TextBlock | FileBlock)[]
}

export interface CacheControl {
  type: 'ephemeral'
  ttl?: '5m' | '1h'
}

export interface Turn {
  role: 'user' | 'assistant'
  blocks: readonly Block[]
}
