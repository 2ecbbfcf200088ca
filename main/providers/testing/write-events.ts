import type {
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider'
import { ProviderError } from '../errors.ts'
import type { ResponseBlock, MessageEvent } from '../messages-api.ts'
import type { TranslatedType } from '../resolve-provider.ts'
import { collectMessage } from '../response/collect-message.ts'
import type { ResponseContext } from '../response/response-state.ts'
import { createEventWriter, type EventWriter } from '../response/to-events.ts'
import { createToolNames } from '../tool-names.ts'

export type Part = LanguageModelV4StreamPart

export const usage: LanguageModelV4Usage = {
  inputTokens: { total: 100, noCache: 30, cacheRead: 60, cacheWrite: 10 },
  outputTokens: { total: 7, text: 7, reasoning: undefined },
}

export function writer(type: TranslatedType = 'openai', more: Partial<ResponseContext> = {}): EventWriter {
  return createEventWriter({
    provider: { name: 'mine', type },
    reportedModel: 'claude-x',
    estimate: 42,
    names: createToolNames(),
    toolIds: new Set(),
    keepOneTool: false,
    signatureCache: undefined,
    isWhole: () => false,
    isBroken: () => false,
    limit: { maxTokens: undefined, stopSequences: [] },
    drainsAfterCut: false,
    toError: () => new ProviderError('overloaded_error', 'too much'),
    ...more,
  })
}

export function text(id: string, delta: string, signature?: string): Part {
  const providerMetadata = { google: { thoughtSignature: signature ?? '' } }
  return { type: 'text-delta', id, delta, ...(signature !== undefined && { providerMetadata }) }
}

export function thought(id: string, delta: string): Part {
  return { type: 'reasoning-delta', id, delta }
}

export function start(id: string): Part {
  return { type: 'tool-input-start', id, toolName: 'Read' }
}

export function piece(id: string, delta: string): Part {
  return { type: 'tool-input-delta', id, delta }
}

export function call(
  id: string,
  input: string,
  metadata?: Extract<Part, { type: 'tool-call' }>['providerMetadata'],
): Part {
  return {
    type: 'tool-call',
    toolCallId: id,
    toolName: 'Read',
    input,
    ...(metadata && { providerMetadata: metadata }),
  }
}

export function finish(
  unified: LanguageModelV4FinishReason['unified'] = 'stop',
  raw: string | undefined = unified,
): Part {
  return { type: 'finish', usage, finishReason: { unified, raw } }
}

export function write(
  parts: readonly Part[],
  type?: TranslatedType,
  more?: Partial<ResponseContext>,
): MessageEvent[] {
  const target = writer(type, more)
  return [...parts.flatMap((part) => target.push(part)), ...target.end()]
}

export function content(
  parts: readonly Part[],
  type?: TranslatedType,
  more?: Partial<ResponseContext>,
): ResponseBlock[] {
  return collectMessage(write([...parts, finish()], type, more)).content
}
