import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { Omission } from '../../shared/omission.ts'
import { collectMessage } from './response/collect-message.ts'
import { generateParts } from './response/generate-parts.ts'
import { streamEvents } from './response/stream-events.ts'
import type { ResponseContext } from './response/response-state.ts'
import { createEventWriter } from './response/to-events.ts'
import { capabilitiesOf } from './capabilities.ts'
import { ProviderError } from './errors.ts'
import { type GuardedFetch, guardFetch } from './guard-fetch.ts'
import type { Message, MessageEvent } from './messages-api.ts'
import type { ContextWatch } from './context-watch.ts'
import { createModel } from './registry.ts'
import { type MessagesRequest, parseRequest } from './request/parse-request.ts'
import type { Target } from './request/target.ts'
import { toCallOptions, type Translation } from './request/to-call-options.ts'
import type { Provider } from './resolve-provider.ts'
import type { SignatureCache } from './signature-cache.ts'
import { toProviderError } from './to-provider-error.ts'
import { createToolNames } from './tool-names.ts'

export interface ProviderCall {
  /** The parsed body of a `/v1/messages` request; validated here. */
  body: unknown
  /** Estimated input tokens, used until the provider has reported its count. */
  inputTokens: number
  provider: Provider
  /** Model name at the provider. */
  model: string
  /**
   * Model name reported in the response. Should be the name that the client asked for: Claude Code sends thinking, and
   * the provider's signatures in it, back only to the model that it came from.
   */
  reportedModel: string
  /** Aborts the call and closes its connection. */
  signal: AbortSignal
}

export interface ProviderDeps {
  /** Applies the user's proxy, certificates and connection limits. Never receives the client's headers. */
  fetch: typeof globalThis.fetch
  /** Timeout for the provider's response headers, in ms; 0 disables it. */
  headerTimeoutMs: number
  /** Timeout for the next chunk of the provider's response, in ms; 0 disables it. Default 650,000. */
  idleTimeoutMs?: number
  /** In ms. Default 15,000. */
  pingMs?: number
  /** See `StreamOptions.releaseMs`. In ms. Default 120,000. */
  releaseMs?: number
  signatureCache?: SignatureCache
  /** Called for every failure of the provider, including those in the middle of a stream. */
  onError?: (error: ProviderError) => void
  /** Called once with the parts of the request that the provider does not receive as they are, if there are any. */
  onOmissions?: (parts: Omission[]) => void
  /** Called with the input tokens that a server of the user's own reports, beside the estimate. */
  onRead?: ContextWatch['note']
  /** Identifies the app to OpenRouter. */
  site?: { url?: string | undefined; name?: string | undefined }
}

export type ProviderResponse =
  | { kind: 'message'; message: Message }
  /** The first event has arrived. Leaving the loop or aborting `signal` closes the provider's connection. */
  | { kind: 'stream'; events: AsyncIterableIterator<MessageEvent, void, void> }

/**
 * Sends one request to a provider with another format and translates its response, as a stream if the client asked for
 * one. Resolves when the response begins, so that any earlier failure can still become an error response or a fallback.
 *
 * @throws ProviderError when the request cannot be translated, or the provider failed before its response began
 * @throws the signal's reason when it ended the call
 */
export async function callProvider(call: ProviderCall, deps: ProviderDeps): Promise<ProviderResponse> {
  const request = parseRequest(call.body)
  const ended = new AbortController()
  const signal = AbortSignal.any([call.signal, ended.signal])
  const guard = guardFetch(deps.fetch, {
    baseUrl: call.provider.baseUrl,
    headerTimeoutMs: deps.headerTimeoutMs,
    idleTimeoutMs: deps.idleTimeoutMs ?? 650_000,
    isStream: request.stream,
  })
  try {
    const translated = translate(call, { request, deps, signal, guard })
    const { fetch } = guard
    const model = await createModel(call.provider, { model: call.model, fetch, site: deps.site })
    return request.stream
      ? await stream(model, { ...translated, deps, guard, close: () => ended.abort() })
      : { kind: 'message', message: await generate(model, translated) }
  } catch (error) {
    call.signal.throwIfAborted()
    // The cause is already known: later errors come from the connection that we closed because of it.
    if (error instanceof ProviderError) throw error
    throw toProviderError(guard.failure() ?? error, call.provider)
  }
}

interface Translated {
  translation: Translation
  context: ResponseContext
}

function translate(
  { inputTokens: estimate, provider, model, reportedModel }: ProviderCall,
  options: { request: MessagesRequest; deps: ProviderDeps; signal: AbortSignal; guard: GuardedFetch },
): Translated {
  const { request, deps, signal, guard } = options
  const names = createToolNames()
  const { signatureCache } = deps
  const capabilities = capabilitiesOf(provider.type, model)
  const { omissions } = request
  const target: Target = { provider, model, capabilities, names, signatureCache, omissions }
  const translation = toCallOptions(request, { target, estimate, signal })
  const parts = omissions.list()
  if (parts.length > 0) deps.onOmissions?.(parts)
  const toolIds = request.turns.flatMap(({ blocks }) => {
    return blocks.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []))
  })
  return {
    translation,
    context: {
      provider,
      reportedModel,
      estimate,
      names,
      toolIds: new Set(toolIds),
      keepOneTool: translation.keepOneTool,
      signatureCache,
      limit: translation.limit,
      // Little remains to be read, and only the end tells the usage.
      drainsAfterCut: !request.stream || translation.maxTokens <= 2048,
      // A non-streaming response is complete once it has arrived.
      isWhole: () => !request.stream || guard.hasSeenDone(),
      onRead(read) {
        if (provider.type === 'ollama' || provider.type === 'openai-compatible')
          deps.onRead?.({ provider: provider.name, model, read, sent: estimate })
      },
      isBroken: () => guard.failure() !== undefined,
      toError(error) {
        const failure = toProviderError(guard.failure() ?? error, provider)
        deps.onError?.(failure)
        return failure
      },
    },
  }
}

async function generate(model: LanguageModelV4, { translation, context }: Translated): Promise<Message> {
  const result = await model.doGenerate(translation.options)
  const { type } = context.provider
  const ownOrder = type === 'gemini' || type === 'openai-responses' || type === 'xai'
  const writer = createEventWriter(context)
  const events = generateParts(result, { sorts: !ownOrder }).flatMap((part) => writer.push(part))
  return collectMessage([...events, ...writer.end()])
}

async function stream(
  model: LanguageModelV4,
  options: Translated & { deps: ProviderDeps; guard: GuardedFetch; close: () => void },
): Promise<ProviderResponse> {
  const { translation, context, deps, guard, close } = options
  const events = streamEvents({
    // Raw chunks are needed to measure what OpenRouter's library collects: see `bufferedSize`.
    open: async () => {
      const includeRawChunks = context.provider.type === 'openrouter'
      return (await model.doStream({ ...translation.options, includeRawChunks })).stream
    },
    writer: createEventWriter(context),
    isAccepted: guard.isAccepted,
    pingMs: deps.pingMs ?? 15_000,
    releaseMs: deps.releaseMs ?? 120_000,
    toError: context.toError,
    close,
  })
  const first = await events.next()
  return { kind: 'stream', events: startingWith(first, events) }
}

/** The same events, beginning with one that has already been read. */
function startingWith(
  first: IteratorResult<MessageEvent, void>,
  rest: AsyncGenerator<MessageEvent, void, void>,
): AsyncIterableIterator<MessageEvent, void, void> {
  let read: IteratorResult<MessageEvent, void> | undefined = first
  return {
    async next() {
      const result = read ?? (await rest.next())
      read = undefined
      return result
    },
    async return() {
      read = { done: true, value: undefined }
      return await rest.return()
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
