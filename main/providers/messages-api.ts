import type { ErrorType } from '../base/anthropic/error-statuses.ts'
/*
 * The part of Anthropic's Messages API that we write (https://docs.anthropic.com/en/api/messages): only shapes that a
 * translated response can have. Client requests are parsed by `request/parse-request.ts`.
 */

export interface Message {
  id: string
  type: 'message'
  role: 'assistant'
  model: string
  content: ResponseBlock[]
  stop_reason: StopReason | null
  stop_sequence: string | null
  usage: Usage
}

export type ResponseBlock =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }
  | { type: 'server_tool_use'; id: string; name: 'web_search'; input: Record<string, unknown> }
  | { type: 'web_search_tool_result'; tool_use_id: string; content: SearchResult[] }

/** https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/web-search-tool#search-results */
export interface SearchResult {
  type: 'web_search_result'
  title: string
  url: string
  /** Anthropic's text of the page; ours has none. */
  encrypted_content: string
  page_age: null
}

export type StopReason = 'end_turn' | 'max_tokens' | 'stop_sequence' | 'tool_use' | 'refusal'

/** In tokens. `input_tokens` does not include tokens read from a cache. */
export interface Usage {
  input_tokens: number
  cache_creation_input_tokens: number
  cache_read_input_tokens: number
  output_tokens: number
  /** Absent if the provider ran no search. */
  server_tool_use?: { web_search_requests: number }
}

/** https://docs.anthropic.com/en/docs/build-with-claude/streaming */
export type MessageEvent =
  | { type: 'message_start'; message: Message }
  | { type: 'ping' }
  | { type: 'content_block_start'; index: number; content_block: ResponseBlock }
  | { type: 'content_block_delta'; index: number; delta: BlockDelta }
  | { type: 'content_block_stop'; index: number }
  | { type: 'message_delta'; delta: { stop_reason: StopReason; stop_sequence: string | null }; usage: Usage }
  | { type: 'message_stop' }
  | { type: 'error'; error: { type: ErrorType; message: string } }

export type BlockDelta =
  | { type: 'text_delta'; text: string }
  | { type: 'thinking_delta'; thinking: string }
  | { type: 'signature_delta'; signature: string }
  | { type: 'input_json_delta'; partial_json: string }
