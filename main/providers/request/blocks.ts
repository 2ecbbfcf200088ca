import type { FileKind } from '../capabilities.ts'

/** The content blocks of a conversation that can be translated for another provider. */
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
  /** Base64 data or a URL, depending on `kind`. */
  source: string
  mediaType: string
  name?: string
  /** For errors: `messages.0.content.1.source`. */
  path: string
  /** True if the user has just attached it; see `Reading.isNew`. */
  isNew: boolean
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
