import { type ProviderType, ProviderType as Type } from '../../../shared/live-settings.ts'
import type { NewProvider, ProviderChange, ProviderView } from '../../../shared/provider-api.ts'

export const PROVIDER_TYPES: readonly ProviderType[] = Type.anyOf.map(({ const: name }) => name)

/** A provider as text, as entered in the form. */
export interface ProviderDraft {
  name: string
  type: ProviderType
  apiBaseUrl: string
  apiKey: string
  models: string
  maxTokens: string
}

export function toDraft(provider: ProviderView | undefined): ProviderDraft {
  return {
    name: provider?.name ?? '',
    type: provider?.type ?? 'openai-compatible',
    apiBaseUrl: provider?.apiBaseUrl ?? '',
    // A saved key is never sent to this page; an empty field keeps it.
    apiKey: '',
    models: provider?.models.join('\n') ?? '',
    maxTokens: provider?.maxTokens === undefined ? '' : String(provider.maxTokens),
  }
}

/** Omits empty fields, so that the type's default URL and the environment's key apply. */
export function toNewProvider(draft: ProviderDraft): NewProvider {
  const { apiBaseUrl, apiKey, maxTokens } = draft
  const models = toLines(draft.models)
  return {
    name: draft.name.trim(),
    type: draft.type,
    ...(apiBaseUrl.trim() && { apiBaseUrl: apiBaseUrl.trim() }),
    ...(apiKey.trim() && { apiKey: apiKey.trim() }),
    ...(models.length > 0 && { models }),
    ...(maxTokens.trim() && { maxTokens: Number(maxTokens) }),
  }
}

/** Only the changed fields: others may come from the environment and would be fixed in the file. */
export function toProviderChange(draft: ProviderDraft, before: ProviderView): ProviderChange {
  const was = toDraft(before)
  const models = toLines(draft.models)
  return {
    ...(draft.name.trim() !== was.name && { name: draft.name.trim() }),
    ...(draft.type !== was.type && { type: draft.type }),
    ...(draft.apiBaseUrl.trim() !== was.apiBaseUrl && { apiBaseUrl: draft.apiBaseUrl.trim() || null }),
    ...(draft.apiKey.trim() && { apiKey: draft.apiKey.trim() }),
    ...(models.join('\n') !== was.models && { models: models.length === 0 ? null : models }),
    ...(draft.maxTokens.trim() !== was.maxTokens && {
      maxTokens: draft.maxTokens.trim() === '' ? null : Number(draft.maxTokens),
    }),
  }
}

function toLines(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
