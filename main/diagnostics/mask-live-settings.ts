import type { HeaderRule, LiveSettings, ProviderConfig, RouteConfig } from '../../shared/live-settings.ts'

/** The settings without what could be a secret: which fields are set, and what those hold that cannot be one. */
export function maskLiveSettings(settings: LiveSettings): Record<string, unknown> {
  const { routes, subagents, routing, models, storage } = settings
  return {
    providers: settings.providers.map(maskProvider),
    routes: Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, maskRoute(route)])),
    subagents: { enable: subagents.enable, mappings: subagents.mappings },
    routing: { longContextThreshold: routing.longContextThreshold },
    models: models.advertise.map(({ id }) => id),
    storage: { capture: storage.capture, maxDays: storage.maxDays, maxMegabytes: storage.maxMegabytes },
    requestHeaderRules: settings.requestHeaderRules.map(maskRule),
    responseHeaderRules: settings.responseHeaderRules.map(maskRule),
  }
}

function maskProvider({
  name,
  type,
  apiBaseUrl,
  apiKey,
  models,
  enabled,
  maxTokens,
}: ProviderConfig): object {
  return {
    name,
    type: type ?? null,
    apiBaseUrl: originOf(apiBaseUrl),
    keyIsSet: apiKey !== undefined,
    models: models ?? null,
    enabled,
    maxTokens: maxTokens ?? null,
  }
}

/** Parameters may hold anything; their names say enough. */
function maskRoute({ provider, model, fallbacks = [], parameters = {} }: RouteConfig): object {
  return { provider, model, fallbacks, parameters: Object.keys(parameters) }
}

function maskRule({ header, action, value, find, enabled }: HeaderRule): object {
  return { header, action, enabled, valueIsSet: value !== undefined, findIsSet: find !== undefined }
}

/** Scheme, name and port: user info, path and query are places where services want their key. */
function originOf(address: string | undefined): string | null {
  return URL.parse(address ?? '')?.origin ?? null
}
