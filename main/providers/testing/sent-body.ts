import { callProvider } from '../call-provider.ts'
import { ProviderError } from '../errors.ts'
import type { TranslatedType } from '../resolve-provider.ts'

/** The JSON that a provider receives for a request. */
export async function sentBody(
  type: TranslatedType,
  model: string,
  body: object,
): Promise<Record<string, unknown>> {
  let sent: unknown
  const provider = {
    name: type,
    type,
    baseUrl: 'https://provider.test/v1',
    isPublicAddress: true,
    apiKey: 'k',
  }
  const call = {
    body: { max_tokens: 8000, messages: [{ role: 'user', content: 'hi' }], ...body },
    inputTokens: 10,
    provider: { ...provider, maxTokens: undefined },
    model,
    reportedModel: 'claude',
    signal: new AbortController().signal,
  }
  const refuse: typeof globalThis.fetch = (_input, init) => {
    sent = JSON.parse(typeof init?.body === 'string' ? init.body : '{}')
    return Promise.resolve(Response.json({ error: { message: 'seen' } }, { status: 400 }))
  }
  try {
    await callProvider(call, { fetch: refuse, headerTimeoutMs: 0 })
  } catch (error) {
    if (!(error instanceof ProviderError) || sent === undefined) throw error
  }
  return Object(sent)
}
