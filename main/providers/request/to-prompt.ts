import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider'
import { NAMESPACE } from '../registry.ts'
import type { TextBlock, ToolResult, Turn } from './blocks.ts'
import type { MessagesRequest } from './parse-request.ts'
import { cacheOptions, type Target } from './target.ts'
import { toAssistantParts } from './to-assistant-parts.ts'
import { toToolResults } from './to-tool-results.ts'
import { toUserParts } from './to-user-parts.ts'

/**
 * Converts a conversation to the library's prompt.
 *
 * @throws ProviderError that names a block that the target does not support
 */
export function toPrompt(
  { system, turns }: Pick<MessagesRequest, 'system' | 'turns'>,
  target: Target,
): LanguageModelV4Prompt {
  const prompt = toSystem(system, target)
  /** Names of the previous message's tool calls by id, which need results. */
  let calls: ReadonlyMap<string, string> = new Map()
  for (const turn of turns) {
    if (turn.role === 'assistant') {
      prompt.push(...toAssistant(turn, target))
      calls = new Map(
        turn.blocks.flatMap((block) => (block.type === 'tool_use' ? [[block.id, block.name]] : [])),
      )
    } else {
      prompt.push(...toUser(turn, calls, target))
      calls = new Map()
    }
  }
  prompt.push(...toToolResults(response(calls, new Map()), { calls, target }).message)
  return joinNeighbours(withUser(prompt, target)).map((message) => withReasoningField(message, target))
}

/** Most providers reject a conversation that does not begin with the user. */
function withUser(prompt: LanguageModelV4Message[], target: Target): LanguageModelV4Message[] {
  const first = prompt.findIndex(({ role }) => role !== 'system')
  if (first !== -1 && prompt[first]?.role === 'user') return prompt
  const empty: LanguageModelV4Message = { role: 'user', content: [nothing(target)] }
  return prompt.toSpliced(first === -1 ? prompt.length : first, 0, empty)
}

/** Turns of which nothing is left can leave two messages of one role, which many chat templates reject. */
function joinNeighbours(prompt: readonly LanguageModelV4Message[]): LanguageModelV4Message[] {
  const joined: LanguageModelV4Message[] = []
  for (const message of prompt) {
    const last = joined.at(-1)
    if (last?.role === 'user' && message.role === 'user')
      joined.splice(-1, 1, { ...last, content: [...last.content, ...message.content] })
    else if (last?.role === 'assistant' && message.role === 'assistant')
      joined.splice(-1, 1, { ...last, content: [...last.content, ...message.content] })
    else joined.push(message)
  }
  return joined
}

function toSystem(system: readonly TextBlock[], target: Target): LanguageModelV4Message[] {
  if (system.length === 0) return []
  const marked = system.findLast(({ cacheControl }) => cacheControl !== undefined)
  const content = system.map(({ text }) => text).join('\n\n')
  return [{ role: 'system', content, ...cacheOptions(marked, target) }]
}

function toAssistant(turn: Turn, target: Target): LanguageModelV4Message[] {
  const content = toAssistantParts(turn.blocks, target)
  return content.length === 0 ? [] : [{ role: 'assistant', content }]
}

/** The library omits an empty reasoning, but sends each field of its own namespace as a field of the message. */
function withReasoningField(
  message: LanguageModelV4Message,
  { capabilities, provider }: Target,
): LanguageModelV4Message {
  if (message.role !== 'assistant' || !capabilities.needsReasoningField) return message
  if (message.content.some(({ type }) => type === 'reasoning')) return message
  return { ...message, providerOptions: { [NAMESPACE[provider.type]]: { reasoning_content: '' } } }
}

/** Tool results first, directly after their calls, then the rest of the user's message. */
function toUser(turn: Turn, calls: ReadonlyMap<string, string>, target: Target): LanguageModelV4Message[] {
  const given = new Map<string, ToolResult>()
  const rest = turn.blocks.filter((block) => {
    if (block.type !== 'tool_result' || !calls.has(block.id) || given.has(block.id)) return true
    given.set(block.id, block)
    return false
  })
  const { message, files } = toToolResults(response(calls, given), { calls, target })
  const content = [...files, ...toUserParts(rest, target)]
  if (content.length > 0) return [...message, ...toBridge(message, target), { role: 'user', content }]
  return message
}

/**
 * One result per call, in the order of the calls: Claude Code sends results in the order in which its tools finished,
 * but Gemini matches them by position. Most providers reject a conversation with a missing result, for good.
 */
function response(
  calls: ReadonlyMap<string, string>,
  given: ReadonlyMap<string, ToolResult>,
): readonly ToolResult[] {
  return [...calls.keys()].map((id): ToolResult => {
    const content = [{ type: 'text' as const, text: 'The tool returned no result.' }]
    return given.get(id) ?? { type: 'tool_result', id, isError: true, content }
  })
}

/** Mistral rejects "Unexpected role 'user' after role 'tool'" (error 3230), and Claude Code often sends text there. */
function toBridge(
  results: readonly LanguageModelV4Message[],
  { capabilities }: Target,
): LanguageModelV4Message[] {
  if (results.length === 0 || capabilities.userAfterTools) return []
  return [{ role: 'assistant', content: [{ type: 'text', text: 'Understood.' }] }]
}

/** Gemini rejects an empty part. */
function nothing({ provider }: Target): { type: 'text'; text: string } {
  return { type: 'text', text: provider.type === 'gemini' ? '...' : '' }
}
