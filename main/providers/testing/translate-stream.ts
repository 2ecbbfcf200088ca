import { callProvider, type ProviderDeps } from '../call-provider.ts'
import { ProviderError } from '../errors.ts'
import type { MessageEvent } from '../messages-api.ts'
import type { Provider, TranslatedType } from '../resolve-provider.ts'

export interface StreamedResponse {
  /** Every event that the client receives. */
  events: MessageEvent[]
  /** The error that the client receives instead. */
  error: ProviderError | undefined
}

interface Options {
  type: TranslatedType
  model?: string
  /** The body of the provider's response, as delivered by its connection. */
  chunks: readonly Uint8Array[]
  /** An error that ends the connection; absent for a normal end. */
  breaksWith?: Error
  deps?: Partial<ProviderDeps>
  /** Added to the request. */
  body?: object
}

const MODELS: Partial<Record<TranslatedType, string>> = {
  'openai-responses': 'gpt-5.1',
  gemini: 'gemini-3-pro-preview',
  openrouter: 'anthropic/claude-sonnet-4.5',
}

/**
 * Runs a provider's stream through the whole translation without a network, so that every cut and order of chunks can
 * be tested.
 */
export async function translateStream(options: Options): Promise<StreamedResponse> {
  const { type, model = MODELS[type] ?? 'gpt-4o', deps } = options
  const provider: Provider = {
    name: type,
    type,
    baseUrl: 'https://provider.test/v1',
    isPublicAddress: true,
    apiKey: 'test-key',
    maxTokens: undefined,
  }
  const call = {
    body: { ...REQUEST, ...options.body },
    inputTokens: 55,
    provider,
    model,
    reportedModel: 'claude',
    signal: new AbortController().signal,
  }
  const all = {
    fetch: () => Promise.resolve(respond(options)),
    headerTimeoutMs: 0,
    idleTimeoutMs: 0,
    ...deps,
  }
  try {
    const response = await callProvider(call, all)
    if (response.kind === 'message') throw new Error('a message where a stream was asked for')
    const events: MessageEvent[] = []
    for await (const event of response.events) events.push(event)
    return { events, error: undefined }
  } catch (error) {
    if (error instanceof ProviderError) return { events: [], error }
    throw error
  }
}

const REQUEST = {
  model: 'claude',
  max_tokens: 128_000,
  stream: true,
  messages: [{ role: 'user', content: 'hi' }],
  thinking: { type: 'adaptive' },
}

function respond({ chunks, breaksWith }: Options): Response {
  const rest = [...chunks]
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = rest.shift()
      if (next !== undefined) controller.enqueue(next)
      else if (breaksWith === undefined) controller.close()
      else controller.error(breaksWith)
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}
