import { estimateTokens } from '../../main/base/anthropic/estimate-tokens.ts'
import type { ProviderConfig } from '../../shared/live-settings.ts'
import { callProvider, type ProviderDeps } from '../../main/providers/call-provider.ts'
import { collectMessage } from '../../main/providers/response/collect-message.ts'
import type { Message, MessageEvent } from '../../main/providers/messages-api.ts'
import { resolveProvider, type TranslatedType } from '../../main/providers/resolve-provider.ts'
import type { FakeUpstream } from '../fake-upstream/start-fake-upstream.ts'

/** What is asked, and of whom; the rest is what a call needs to be one. */
export interface RigCall {
  type: TranslatedType
  body: Readonly<Record<string, unknown>>
  model?: string
  reportedModel?: string
  config?: Partial<ProviderConfig>
  deps?: Partial<ProviderDeps>
  signal?: AbortSignal
}

/** A model of each kind that thinks where the kind has one. */
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

/** Where each kind's endpoints are, below the address of the server; the fake upstream tells dialects by it. */
const PATHS: Partial<Record<TranslatedType, string>> = { groq: '/openai', openrouter: '/api' }

/** What is to stand behind the fake upstream's address so that it answers as this kind does. */
export function pathOf(type: TranslatedType): string {
  return PATHS[type] ?? ''
}

/** Asks a provider through real HTTP, as the proxy would. */
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

/** Asks for a stream and reads it to its end. */
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

/** Asks with or without a stream; the message is the same. */
export async function askForMessage(
  upstream: Pick<FakeUpstream, 'url'>,
  { stream, ...call }: RigCall & { stream: boolean },
): Promise<Message> {
  if (stream) return collectMessage(await askForEvents(upstream, call))
  const response = await ask(upstream, call)
  if (response.kind !== 'message') throw new Error('no message')
  return response.message
}
