import type { JSONObject, LanguageModelV4ToolCall } from '@ai-sdk/provider'
import { ProviderError } from '../errors.ts'
import type { TranslatedType } from '../resolve-provider.ts'
import { toClientToolId } from '../tool-ids.ts'
import type { ToolNames } from '../tool-names.ts'
import { toToolJson, wrapRawInput } from './tool-json.ts'
import type { BlockWriter } from './write-blocks.ts'

export interface ToolQueue {
  start: (id: string, name: string) => void
  delta: (id: string, json: string) => void
  /** A call is complete. */
  call: (call: LanguageModelV4ToolCall, signature: JSONObject | undefined) => void
  /**
   * Drops a call that ran at the provider: xAI's library reports that only when the call is complete.
   *
   * @throws ProviderError when it is being written
   */
  drop: (id: string) => void
  /**
   * Ends the response and writes the remaining calls. An incomplete call in a truncated response is dropped, because a
   * partial input would be run as if it were complete.
   *
   * @throws ProviderError when a call that is being written cannot be completed
   */
  settle: (options: { isCut: boolean }) => void
  /** Streams the next call as it arrives from now on, so that a client does not time out during a long one. */
  release: () => void
  /** Id of the call that is being written. */
  liveId: () => string | undefined
  hasWritten: () => boolean
}

interface Pending {
  id: string
  name: string
  json: string
  /** Set when the call is complete and only waits for earlier ones. */
  whole?: { json: string; signature: JSONObject | undefined }
}

interface Options {
  type: TranslatedType
  names: ToolNames
  /** Ids of the conversation so far. */
  toolIds: ReadonlySet<string>
  keepOneTool: boolean
}

/**
 * Collects the tool calls of a response and writes each as one block, in the order in which they began. Providers send
 * them whole, in single characters or interleaved, and some are interrupted; the client always gets complete calls with
 * valid JSON, in order.
 */
export function createToolQueue(blocks: BlockWriter, options: Options): ToolQueue {
  const pending = new Map<string, Pending>()
  const taken = new Set(options.toolIds)
  let live: Pending | undefined
  let written = 0

  function open({ id, name }: Pending, signature: JSONObject | undefined): void {
    written++
    const clientId = toClientToolId(id, { type: options.type, taken })
    blocks.openTool({ id: clientId, name: options.names.toClient(name) }, signature)
  }
  function writeWhole(tool: Pending, json: string, signature?: JSONObject): void {
    pending.delete(tool.id)
    if (options.keepOneTool && written > 0) return
    open(tool, signature)
    blocks.toolJson(json)
    blocks.closeTool()
  }
  function completeLive(tool: Pending, json: string): void {
    if (!json.startsWith(tool.json) || toToolJson(json) === undefined) throw brokenOff()
    blocks.toolJson(json.slice(tool.json.length))
    blocks.closeTool()
    pending.delete(tool.id)
    live = undefined
  }
  function writeReady(): void {
    for (const tool of pending.values()) {
      if (tool === live || tool.whole === undefined) return
      writeWhole(tool, tool.whole.json, tool.whole.signature)
    }
  }

  return {
    start(id, name) {
      if (!pending.has(id)) pending.set(id, { id, name, json: '' })
    },
    delta(id, json) {
      const tool = pending.get(id)
      if (tool === undefined || tool.whole !== undefined) return
      tool.json += json
      if (tool === live) blocks.toolJson(json)
    },
    call({ toolCallId: id, toolName: name, input }, signature) {
      const tool = pending.get(id) ?? { id, name, json: '' }
      pending.set(id, tool)
      if (tool === live) {
        completeLive(tool, input)
      } else {
        if (!isReplaced(input, tool.json)) tool.json = input
        const json = toToolJson(tool.json)
        // Invalid JSON: truncated or malformed is decided when the response ends.
        if (json !== undefined) tool.whole = { json, signature }
      }
      writeReady()
    },
    drop(id) {
      if (live !== undefined && live.id === id) throw brokenOff()
      pending.delete(id)
      writeReady()
    },
    settle({ isCut }) {
      if (live !== undefined) completeLive(live, live.json)
      for (const tool of pending.values()) {
        const isEmpty = tool.whole === undefined && tool.json.trim() === ''
        const json = tool.whole?.json ?? (isCut && isEmpty ? undefined : toToolJson(tool.json))
        if (json !== undefined) writeWhole(tool, json, tool.whole?.signature)
        else if (!isCut) writeWhole(tool, wrapRawInput(tool.json))
      }
      pending.clear()
    },
    release() {
      const [next] = pending.values()
      const isBegun = next !== undefined && next.json.trimStart().startsWith('{')
      if (live !== undefined || !isBegun || (options.keepOneTool && written > 0)) return
      live = next
      open(next, undefined)
      blocks.toolJson(next.json)
    },
    liveId: () => live?.id,
    hasWritten: () => written > 0,
  }
}

/** OpenRouter's library replaces an unreadable input with an empty one. */
function isReplaced(input: string, streamed: string): boolean {
  return input.trim() === '{}' && toToolJson(streamed) === undefined
}

function brokenOff(): ProviderError {
  return new ProviderError('api_error', 'The provider’s response ended in the middle of a tool call.', {
    status: 502,
    failure: 'provider_broke',
  })
}
