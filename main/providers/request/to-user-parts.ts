import type { LanguageModelV4FilePart, LanguageModelV4TextPart } from '@ai-sdk/provider'
import type { Block, ToolResult } from './blocks.ts'
import { describeUnsupported, toFilePart } from './to-file-part.ts'
import { cacheOptions, type Target } from './target.ts'

export type UserPart = LanguageModelV4TextPart | LanguageModelV4FilePart

/** A user message. A result without a matching call is sent as text. */
export function toUserParts(blocks: readonly Block[], target: Target): UserPart[] {
  return blocks.flatMap((block): UserPart[] => {
    switch (block.type) {
      case 'text': {
        const { text } = block
        return text === '' ? [] : [{ type: 'text', text, ...cacheOptions(block, target) }]
      }
      case 'file':
        return target.capabilities.userFiles.includes(block.kind)
          ? [toFilePart(block)]
          : [describeUnsupported(block, target)]
      case 'tool_result':
        return toOrphan(block, target)
      // Only assistants think and call tools; Anthropic rejects these blocks.
      case 'thinking':
      case 'tool_use':
        return []
    }
  })
}

function toOrphan({ id, isError, content }: ToolResult, target: Target): UserPart[] {
  const heading = isError ? `Error of the tool call ${id}:` : `Result of the tool call ${id}:`
  return [{ type: 'text', text: heading }, ...toUserParts(content, target)]
}
