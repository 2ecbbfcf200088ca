import { type Static, Type } from 'typebox'
import { Budget } from './budgets.ts'
import { DEFAULT_STATUS_LINE, StatusLineSettings } from './status-line.ts'

/*
 * The part of `config.json` that can change at runtime: by the dashboard, by the API, or in an editor. Sections are
 * independent: an invalid one keeps its last valid value, and the others apply.
 */

/** One change to the headers of a message. Rules apply in the order of the list. */
export const HeaderRule = Type.Object({
  /** Case-insensitive. */
  header: Type.String({ minLength: 1, maxLength: 256 }),
  action: Type.Union([Type.Literal('block'), Type.Literal('set'), Type.Literal('replace')]),
  /** Value of `set`, or the replacement of `find` for `replace`. */
  value: Type.Optional(Type.String({ maxLength: 16_384 })),
  /** Text that `replace` searches for: exact match, all occurrences. */
  find: Type.Optional(Type.String({ maxLength: 16_384 })),
  enabled: Type.Boolean({ default: true }),
})
export type HeaderRule = Static<typeof HeaderRule>

const HeaderRules = Type.Array(HeaderRule, { maxItems: 200 })

/** `GET` and `PUT /api/settings`. */
export const ProxySettings = Type.Object({
  requestHeaderRules: HeaderRules,
  responseHeaderRules: HeaderRules,
})
export type ProxySettings = Static<typeof ProxySettings>

/** Wire formats of upstreams. `openai-compatible` is any server with `/chat/completions`. */
export const ProviderType = Type.Union([
  Type.Literal('anthropic'),
  Type.Literal('openai'),
  Type.Literal('openai-responses'),
  Type.Literal('gemini'),
  Type.Literal('deepseek'),
  Type.Literal('openrouter'),
  Type.Literal('groq'),
  Type.Literal('mistral'),
  Type.Literal('xai'),
  Type.Literal('ollama'),
  Type.Literal('openai-compatible'),
])
export type ProviderType = Static<typeof ProviderType>

export const ProviderConfig = Type.Object({
  name: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' }),
  /** Absent: derived from the name; a name that is not a type means `openai-compatible`. */
  type: Type.Optional(ProviderType),
  /** Absent: the type's public address. */
  apiBaseUrl: Type.Optional(Type.String()),
  /** Absent: the key is read from the type's environment variables. Never leaves the program unmasked. */
  apiKey: Type.Optional(Type.String()),
  models: Type.Optional(Type.Array(Type.String())),
  enabled: Type.Boolean({ default: true }),
  /** Maximum output tokens of this provider. */
  maxTokens: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type ProviderConfig = Static<typeof ProviderConfig>

/** Provider and model for a kind of request. */
export const RouteConfig = Type.Object({
  provider: Type.String({ minLength: 1 }),
  model: Type.String({ minLength: 1 }),
  /** Tried in order until something has reached the client. */
  fallbacks: Type.Optional(
    Type.Array(
      Type.Object({ provider: Type.String({ minLength: 1 }), model: Type.String({ minLength: 1 }) }),
    ),
  ),
  /** Added to requests that do not set them. */
  parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type RouteConfig = Static<typeof RouteConfig>

/**
 * Keyed by model name, or by one of the kinds `default`, `longContext`, `background`, `webSearch`, `think`, `title`,
 * `classifier` and `compaction`.
 */
export const Routes = Type.Record(Type.String(), RouteConfig)
export type Routes = Static<typeof Routes>

export const Subagents = Type.Object({
  enable: Type.Boolean({ default: false }),
  /** Agent name → model, or `provider,model`. */
  mappings: Type.Record(Type.String(), Type.String()),
})
export type Subagents = Static<typeof Subagents>

export const StorageSettings = Type.Object({
  /** `full`: with bodies. `metadata`: without bodies. `off`: nothing is stored. */
  capture: Type.Union([Type.Literal('full'), Type.Literal('metadata'), Type.Literal('off')]),
  /** Older requests are deleted; 0 keeps them forever. */
  maxDays: Type.Integer({ minimum: 0 }),
  /** Maximum size of the database; 0 is no limit. */
  maxMegabytes: Type.Integer({ minimum: 0 }),
})
export type StorageSettings = Static<typeof StorageSettings>

/** Settings shared by all routes. */
export const Routing = Type.Object({
  /** Requests with more estimated tokens than this use the route `longContext`. */
  longContextThreshold: Type.Integer({ minimum: 1 }),
})
export type Routing = Static<typeof Routing>

/** Other clients than Claude Code. */
const Clients = Type.Object({
  /** Name of the provider for requests in OpenAI's format, such as Codex's. Empty: they are refused. */
  openai: Type.String(),
})
export const AdvertisedModel = Type.Object({
  id: Type.String({ minLength: 1 }),
  displayName: Type.Optional(Type.String({ minLength: 1 })),
})
export type AdvertisedModel = Static<typeof AdvertisedModel>

/** Models listed by `GET /v1/models`. Claude Code shows only ids that start with `claude` or `anthropic`. */
export const Models = Type.Object({ advertise: Type.Array(AdvertisedModel) })
export type Models = Static<typeof Models>

/** The gateway that Claude Code used before it was connected. Replaces Anthropic's address as the upstream. */
const Gateway = Type.Object({
  /** Empty: there is none. */
  url: Type.String({ maxLength: 2_048 }),
})

export const LiveSettings = Type.Object({
  ...ProxySettings.properties,
  providers: Type.Array(ProviderConfig),
  routes: Routes,
  subagents: Subagents,
  routing: Routing,
  clients: Clients,
  models: Models,
  storage: StorageSettings,
  budgets: Type.Array(Budget),
  statusLine: StatusLineSettings,
  gateway: Gateway,
})
export type LiveSettings = Static<typeof LiveSettings>

export const DEFAULT_LIVE_SETTINGS: LiveSettings = {
  requestHeaderRules: [],
  responseHeaderRules: [],
  providers: [],
  routes: {},
  subagents: { enable: false, mappings: {} },
  routing: { longContextThreshold: 60_000 },
  clients: { openai: '' },
  models: { advertise: [] },
  storage: { capture: 'full', maxDays: 30, maxMegabytes: 1024 },
  budgets: [],
  statusLine: DEFAULT_STATUS_LINE,
  gateway: { url: '' },
}
