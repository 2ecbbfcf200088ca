import type { HeaderRule, LiveSettings, ProviderConfig, RouteConfig } from '../../shared/live-settings.ts'

/**
 * The settings without possible secrets: values that cannot be secret, and for the others only whether they are set.
 */
export function maskLiveSettings(settings: LiveSettings): Record<string, unknown> {
  const { routes, subagents, routing, clients, models, storage } = settings
  return {
    providers: settings.providers.map(maskProvider),
    routes: Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, maskRoute(route)])),
    subagents: { enable: subagents.enable, mappings: subagents.mappings },
    routing: { longContextThreshold: routing.longContextThreshold },
    clients: { openai: clients.openai },
    models: models.advertise.map(({ id }) => id),
    storage: { capture: storage.capture, maxDays: storage.maxDays, maxMegabytes: storage.maxMegabytes },
    statusLine: { colors: settings.statusLine.colors, templateLength: settings.statusLine.template.length },
    gateway: originOf(settings.gateway.url),
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

/** Parameter values may hold anything, so only their names are included. */
function maskRoute({ provider, model, fallbacks = [], parameters = {} }: RouteConfig): object {
  return { provider, model, fallbacks, parameters: Object.keys(parameters) }
}

function maskRule({ header, action, value, find, enabled }: HeaderRule): object {
  return { header, action, enabled, valueIsSet: value !== undefined, findIsSet: find !== undefined }
}

/** Scheme, host and port only: user info, path and query may contain an API key. */
function originOf(address: string | undefined): string | null {
  return URL.parse(address ?? '')?.origin ?? null
}
