import type { RouteConfig } from '../../../shared/live-settings.ts'
import { t } from '../../language/t.ts'
import type { FieldErrors } from '../data/split-refusal.ts'

/** A route as text, as entered in the form. */
export interface RouteDraft {
  /** A kind or a model name. */
  name: string
  provider: string
  model: string
  /** `provider,model`, one per line. */
  fallbacks: string
  /** JSON, or empty. */
  parameters: string
}

export const ROUTE_FIELDS = ['name', 'provider', 'model', 'fallbacks', 'parameters'] as const

export function toRouteDraft(name: string, route: RouteConfig | undefined, provider: string): RouteDraft {
  return {
    name,
    provider: route?.provider ?? provider,
    model: route?.model ?? '',
    fallbacks: route?.fallbacks?.map((each) => `${each.provider},${each.model}`).join('\n') ?? '',
    parameters: route?.parameters === undefined ? '' : JSON.stringify(route.parameters, null, 2),
  }
}

/** The route from the form, or errors by field. */
export function toRoute(draft: RouteDraft): { route?: RouteConfig; errors: FieldErrors<keyof RouteDraft> } {
  const errors: FieldErrors<keyof RouteDraft> = {}
  if (draft.name.trim() === '') errors.name = t('Enter the requested model.')
  if (draft.model.trim() === '') errors.model = t('Enter the target model.')
  const fallbacks = draft.fallbacks
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => /^([^,\s]+)\s*,\s*(\S.*)$/.exec(line))
  if (fallbacks.includes(null)) errors.fallbacks = t('Each line must be provider,model.')
  const parameters = parseObject(draft.parameters)
  if (parameters === null) errors.parameters = t('Must be a JSON object, for example {"temperature": 0.2}.')
  if (Object.keys(errors).length > 0) return { errors }
  const next = fallbacks.flatMap((match) => {
    const [, provider, model] = match ?? []
    return provider !== undefined && model !== undefined ? [{ provider, model }] : []
  })
  return {
    errors,
    route: {
      provider: draft.provider,
      model: draft.model.trim(),
      ...(next.length > 0 && { fallbacks: next }),
      ...(parameters && { parameters }),
    },
  }
}

/** @returns undefined for empty text, null for anything but a JSON object */
export function parseObject(text: string): Record<string, unknown> | undefined | null {
  if (text.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return Object.fromEntries(Object.entries(value))
  } catch {
    return null
  }
}
