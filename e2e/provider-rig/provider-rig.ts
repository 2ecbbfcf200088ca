import { estimateTokens } from '../../main/base/anthropic/estimate-tokens.ts'
import type { ProviderConfig } from '../../shared/live-settings.ts'
import { callProvider, type ProviderDeps } from '../../main/providers/call-provider.ts'
import { collectMessage } from '../../main/providers/response/collect-message.ts'
import type { Message, MessageEvent } from '../../main/providers/messages-api.ts'
import { resolveProvider, type TranslatedType } from '../../main/providers/resolve-provider.ts'
import type { FakeUpstream } from '../fake-upstream/start-fake-upstream.ts'

/** The request and its provider; the other fields of a call are filled in. */
export interface RigCall {
  type: TranslatedType
  body: Readonly<Record<string, unknown>>
  model?: string
  reportedModel?: string
  config?: Partial<ProviderConfig>
  deps?: Partial<ProviderDeps>
  signal?: AbortSignal
}

/** A model of each provider type; a thinking model if there is one. */
export const MODELS: Readonly<Record<TranslatedType, string>> = {
  openai: 'gpt-4o',
  'openai-responses': 'gpt-5.1',
  gemini: 'gemini-3-pro-preview',
  deepseek: 'deepseek-v4-flash',
  openrouter: 'anthropic/claude-sonnet-4.5',
  groq: 'moonshotai/kimi-k2-instruct',
  mistral: 'mistral-large-latest',
  xai: 'grok-4.6',
  ollama: 'deepseek-r1',
  'openai-compatible': 'kimi-k2-thinking',
}

/** Path of each type's endpoints below the server's address; the fake upstream derives the dialect from it. */
const PATHS: Partial<Record<TranslatedType, string>> = { groq: '/openai', openrouter: '/api' }

/** Path to append to the fake upstream's address, so that it uses this type's dialect. */
export function pathOf(type: TranslatedType): string {
  return PATHS[type] ?? ''
}

/** Sends a request to a provider over real HTTP, as the proxy does. */
export async function ask(
  upstream: Pick<FakeUpstream, 'url'>,
  call: RigCall,
): ReturnType<typeof callProvider> {
  const { type, body, deps, config, signal = new AbortController().signal } = call
  const apiBaseUrl = upstream.url + pathOf(type)
  const provider = resolveProvider(
    { name: type, type, apiBaseUrl, apiKey: `key-of-${type}`, enabled: true, ...config },
    {},
  )
  const model = call.model ?? MODELS[type]
  return await callProvider(
    {
      body,
      inputTokens: estimateTokens(Buffer.from(JSON.stringify(body))),
      provider,
      model,
      reportedModel: call.reportedModel ?? 'claude-asked-for',
      signal,
    },
    { fetch, headerTimeoutMs: 10_000, ...deps },
  )
}

/** Requests a stream and reads it to its end. */
export async function askForEvents(
  upstream: Pick<FakeUpstream, 'url'>,
  call: RigCall,
): Promise<MessageEvent[]> {
  const response = await ask(upstream, { ...call, body: { ...call.body, stream: true } })
  if (response.kind !== 'stream') throw new Error('no stream')
  const events: MessageEvent[] = []
  for await (const event of response.events) events.push(event)
  return events
}

/** Sends a request with or without streaming; the message is the same. */
export async function askForMessage(
  upstream: Pick<FakeUpstream, 'url'>,
  { stream, ...call }: RigCall & { stream: boolean },
): Promise<Message> {
  if (stream) return collectMessage(await askForEvents(upstream, call))
  const response = await ask(upstream, call)
  if (response.kind !== 'message') throw new Error('no message')
  return response.message
}
