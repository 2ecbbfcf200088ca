import type { JSONObject, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { ProviderError } from '../errors.ts'
import type { MessageEvent } from '../messages-api.ts'
import type { TranslatedType } from '../resolve-provider.ts'
import type { SignatureCache } from '../signature-cache.ts'
import type { ToolNames } from '../tool-names.ts'
import type { TextLimit, TextLimiter } from './limit-text.ts'
import type { SearchResults } from './search-results.ts'
import type { ToolQueue } from './tool-queue.ts'
import type { BlockWriter } from './write-blocks.ts'

export interface ResponseContext {
  provider: { name: string; type: TranslatedType }
  /** Model name reported in the response: Claude Code sends signatures back only to the model that it asked for. */
  reportedModel: string
  /** Estimated input tokens. */
  estimate: number
  names: ToolNames
  /** Ids of the tool calls in the conversation so far. */
  toolIds: ReadonlySet<string>
  keepOneTool: boolean
  signatureCache: SignatureCache | undefined
  /** True if the response is known to be complete even without a stop reason. */
  isWhole: () => boolean
  /** True if it was interrupted, which the library treats as a normal end. */
  isBroken: () => boolean
  limit: TextLimit
  /** Called with the input tokens that the provider reports. */
  onRead?: (tokens: number) => void
  /** True if a response that has reached its limit is read to its end, for its usage. */
  drainsAfterCut: boolean
  /** Converts an error of the library. */
  toError: (error: unknown) => ProviderError
}

export type Part = LanguageModelV4StreamPart
export type PartOf<T extends Part['type']> = Extract<Part, { type: T }>

/** State of one response. */
export interface ResponseState {
  context: ResponseContext
  write: (event: MessageEvent) => void
  blocks: BlockWriter
  tools: ToolQueue
  /** Parts that wait until the tool call being written is complete. */
  held: Part[]
  /** Sum of `bufferedSize` so far. */
  bufferedChars: number
  /** One library reports a missing reason as an error; its meaning is decided at the end. */
  lacksReason: boolean
  isOver: boolean
  limiter: TextLimiter
  searches: SearchResults
  /** The library's id of the last text. */
  textId: string | undefined
  /** Signature of a text of which nothing has been written yet. */
  textSignature: JSONObject | undefined
}

/** Removes the parts that wait. */
export function takeHeld(state: ResponseState): Part[] {
  const waiting = state.held
  state.held = []
  return waiting
}

/** The error for a response without an end, with the provider's word for the reason. */
export function endedEarly({ provider }: ResponseContext, reason: string | undefined): ProviderError {
  const why = reason === undefined || reason === '' ? 'ended early' : `failed (${reason})`
  return new ProviderError('api_error', `The response of the provider "${provider.name}" ${why}.`, {
    status: 502,
    failure: 'provider_broke',
  })
}
