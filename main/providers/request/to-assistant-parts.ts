import type {
  JSONObject,
  LanguageModelV4ReasoningPart,
  LanguageModelV4TextPart,
  LanguageModelV4ToolCallPart,
  SharedV4ProviderOptions,
} from '@ai-sdk/provider'
import { NAMESPACE } from '../registry.ts'
import type { TranslatedType } from '../resolve-provider.ts'
import { openSignature } from '../signature.ts'
import { toProviderToolId } from '../tool-ids.ts'
import type { Block } from './blocks.ts'
import type { Target } from './target.ts'

type AssistantPart = LanguageModelV4TextPart | LanguageModelV4ReasoningPart | LanguageModelV4ToolCallPart
type Thinking = Extract<Block, { type: 'thinking' }>

/**
 * An assistant message: text, reasoning and tool calls. Reasoning is sent only to the provider that produced it, with
 * its signature; another provider's or Anthropic's is dropped, because only its source accepts the signature.
 */
export function toAssistantParts(blocks: readonly Block[], target: Target): AssistantPart[] {
  const parts: AssistantPart[] = []
  /** Signature in a thinking block for the block after it. */
  let next: JSONObject | undefined
  for (const block of blocks) {
    if (block.type === 'thinking') {
      const sealed = openSignature(block.signature)
      next = sealed?.provider === target.provider.name ? (sealed.next ?? next) : next
      parts.push(...toReasoning(block, target))
    } else if (block.type === 'tool_use') {
      parts.push(toCall(block, next, target))
      next = undefined
    } else if (block.type === 'text' && block.text !== '') {
      parts.push(toText(block.text, next, target))
      next = undefined
    }
  }
  return parts
}

function toReasoning({ thinking, signature }: Thinking, target: Target): LanguageModelV4ReasoningPart[] {
  const { capabilities, provider } = target
  if (signature === '') {
    const isWanted = capabilities.reasoning === 'plain' && thinking !== ''
    return isWanted ? [{ type: 'reasoning', text: thinking }] : []
  }
  const sealed = openSignature(signature)
  if (sealed?.provider !== provider.name) return []
  const providerOptions = toOptions(sealed.own, provider.type)
  const isWanted = providerOptions !== undefined || (capabilities.reasoning === 'plain' && thinking !== '')
  return isWanted ? [{ type: 'reasoning', text: thinking, ...(providerOptions && { providerOptions }) }] : []
}

function toCall(
  { id, name, input }: Extract<Block, { type: 'tool_use' }>,
  signature: JSONObject | undefined,
  { provider, names }: Target,
): LanguageModelV4ToolCallPart {
  const providerOptions = toOptions(signature, provider.type)
  return {
    type: 'tool-call',
    toolCallId: toProviderToolId(id, provider.type),
    toolName: names.toProvider(name),
    input,
    ...(providerOptions && { providerOptions }),
  }
}

function toText(
  text: string,
  signature: JSONObject | undefined,
  { provider, signatureCache }: Target,
): LanguageModelV4TextPart {
  const providerOptions = toOptions(signature ?? signatureCache?.get(provider.name, text), provider.type)
  return { type: 'text', text, ...(providerOptions && { providerOptions }) }
}

function toOptions(
  signature: JSONObject | undefined,
  type: TranslatedType,
): SharedV4ProviderOptions | undefined {
  if (signature === undefined) return undefined
  // This library would also send each field of its own namespace as a field of the message.
  const namespace = NAMESPACE[type] === 'openaiCompatible' ? 'google' : NAMESPACE[type]
  return { [namespace]: signature }
}
