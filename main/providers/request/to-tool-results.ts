import type {
  LanguageModelV4Message,
  LanguageModelV4ToolResultOutput,
  LanguageModelV4ToolResultPart,
} from '@ai-sdk/provider'
import { toProviderToolId } from '../tool-ids.ts'
import type { FileBlock, ToolResult } from './blocks.ts'
import { describeUnsupported, toFilePart } from './to-file-part.ts'
import type { Target } from './target.ts'
import type { UserPart } from './to-user-parts.ts'

interface Results {
  /** One tool message, or none. */
  message: LanguageModelV4Message[]
  /** Files that the target accepts in user messages only, labelled with the result they belong to. */
  files: UserPart[]
}

/** @param options.calls names of the calls, by id */
export function toToolResults(
  results: readonly ToolResult[],
  { calls, target }: { calls: ReadonlyMap<string, string>; target: Target },
): Results {
  if (results.length === 0) return { message: [], files: [] }
  const readable = results.map((result) => describeUnreadable(result, target))
  const content = readable.map((result): LanguageModelV4ToolResultPart => {
    return {
      type: 'tool-result',
      toolCallId: toProviderToolId(result.id, target.provider.type),
      toolName: target.names.toProvider(calls.get(result.id) ?? 'unknown'),
      output: toOutput(result, target),
    }
  })
  return {
    message: [{ role: 'tool', content }],
    files: readable.flatMap((result) => toMoved(result, calls, target)),
  }
}

/** Puts a sentence in place of each file that the target accepts nowhere. */
function describeUnreadable(result: ToolResult, target: Target): ToolResult {
  const { userFiles } = target.capabilities
  const content = result.content.map((part) => {
    const isUsable = part.type === 'text' || userFiles.includes(part.kind) || fits(part, target)
    return isUsable ? part : describeUnsupported(part, target)
  })
  return { ...result, content }
}

function toOutput(result: ToolResult, target: Target): LanguageModelV4ToolResultOutput {
  const files = filesOf(result).filter((file) => fits(file, target))
  const value = toText(result, files.length)
  if (files.length > 0) {
    const text = toErrorText(value, result)
    return {
      type: 'content',
      value: [
        ...(text === '' ? [] : [{ type: 'text' as const, text }]),
        // Fields of message parts, because some libraries read no others in a result.
        ...files.map(toFilePart),
      ],
    }
  }
  // Gemini has a separate field for errors.
  if (target.provider.type === 'gemini') return { type: result.isError ? 'error-text' : 'text', value }
  return { type: 'text', value: toErrorText(value, result) }
}

function toErrorText(text: string, { isError }: ToolResult): string {
  return isError ? `Error: ${text}` : text
}

function toText(result: ToolResult, fitting: number): string {
  const texts = result.content.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  const isMoved = filesOf(result).length > fitting
  if (isMoved && texts.length === 0) return '(The result follows in the next message.)'
  return texts.join('\n')
}

function toMoved(result: ToolResult, calls: ReadonlyMap<string, string>, target: Target): UserPart[] {
  const moved = filesOf(result).filter((file) => !fits(file, target))
  if (moved.length === 0) return []
  const id = toProviderToolId(result.id, target.provider.type)
  const heading = `From the result of ${calls.get(result.id) ?? 'a tool'} (${id}):`
  return [{ type: 'text', text: heading }, ...moved.map(toFilePart)]
}

function filesOf({ content }: ToolResult): FileBlock[] {
  return content.filter((part) => part.type === 'file')
}

function fits({ kind }: FileBlock, { capabilities }: Target): boolean {
  return capabilities.resultFiles.includes(kind)
}
