import { type Static, Type } from 'typebox'

/*
 * The part of `config.json` that may change while Signalbox runs: by the dashboard, by the API, or in an editor.
 * Every section stands alone: one that does not hold keeps its last good value, and the others go on.
 */

/** One change to the headers of a message; see SPEC of the source document 004. Applied in the order of the list. */
export const HeaderRule = Type.Object({
  /** Any case. */
  header: Type.String({ minLength: 1, maxLength: 256 }),
  action: Type.Union([Type.Literal('block'), Type.Literal('set'), Type.Literal('replace')]),
  /** What `set` sets, and what `replace` puts in place of `find`. */
  value: Type.Optional(Type.String({ maxLength: 16_384 })),
  /** What `replace` looks for, letter by letter. */
  find: Type.Optional(Type.String({ maxLength: 16_384 })),
  enabled: Type.Boolean(),
})
export type HeaderRule = Static<typeof HeaderRule>

const HeaderRules = Type.Array(HeaderRule, { maxItems: 200 })

/** `GET` and `PUT /api/settings`. */
export const ProxySettings = Type.Object({
  requestHeaderRules: HeaderRules,
  responseHeaderRules: HeaderRules,
})
export type ProxySettings = Static<typeof ProxySettings>

/** The wire formats that Signalbox speaks to upstreams. `openai-compatible` is any server with `/chat/completions`. */
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
  /** Without it the name says it; a name that is no type means `openai-compatible`. */
  type: Type.Optional(ProviderType),
  /** Without it the type's public address. */
  apiBaseUrl: Type.Optional(Type.String()),
  /** Without it the key comes from the type's environment names. Never leaves the program unmasked. */
  apiKey: Type.Optional(Type.String()),
  models: Type.Optional(Type.Array(Type.String())),
  enabled: Type.Boolean({ default: true }),
  /** The most output tokens this provider takes. */
  maxTokens: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type ProviderConfig = Static<typeof ProviderConfig>

/** Where a kind of request goes, after the source document 002. */
export const RouteConfig = Type.Object({
  provider: Type.String({ minLength: 1 }),
  model: Type.String({ minLength: 1 }),
  /** Asked in turn while nothing has reached the client. */
  fallbacks: Type.Optional(
    Type.Array(
      Type.Object({ provider: Type.String({ minLength: 1 }), model: Type.String({ minLength: 1 }) }),
    ),
  ),
  /** Added to a request that does not say them itself. */
  parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type RouteConfig = Static<typeof RouteConfig>

/** By model name, or by one of the kinds `default`, `longContext`, `background`, `webSearch` and `think`. */
export const Routes = Type.Record(Type.String(), RouteConfig)
export type Routes = Static<typeof Routes>

export const Subagents = Type.Object({
  enable: Type.Boolean({ default: false }),
  /** Agent name → model, or `provider,model`. */
  mappings: Type.Record(Type.String(), Type.String()),
})
export type Subagents = Static<typeof Subagents>

export const StorageSettings = Type.Object({
  /** `full`: bodies too. `metadata`: no bodies. `off`: nothing. */
  capture: Type.Union([Type.Literal('full'), Type.Literal('metadata'), Type.Literal('off')]),
  /** Requests older than this go; 0 keeps them for ever. */
  maxDays: Type.Integer({ minimum: 0 }),
  /** The database stays below this; 0 is no limit. */
  maxMegabytes: Type.Integer({ minimum: 0 }),
})
export type StorageSettings = Static<typeof StorageSettings>

/** What is decided for every route alike. */
export const Routing = Type.Object({
  /** A request of more estimated tokens than this takes the route `longContext`. */
  longContextThreshold: Type.Integer({ minimum: 1 }),
})
export type Routing = Static<typeof Routing>

export const AdvertisedModel = Type.Object({
  id: Type.String({ minLength: 1 }),
  displayName: Type.Optional(Type.String({ minLength: 1 })),
})
export type AdvertisedModel = Static<typeof AdvertisedModel>

/** What `GET /v1/models` lists. Claude Code shows only ids that start with `claude` or `anthropic`. */
export const Models = Type.Object({ advertise: Type.Array(AdvertisedModel) })
export type Models = Static<typeof Models>

export const LiveSettings = Type.Object({
  ...ProxySettings.properties,
  providers: Type.Array(ProviderConfig),
  routes: Routes,
  subagents: Subagents,
  routing: Routing,
  models: Models,
  storage: StorageSettings,
})
export type LiveSettings = Static<typeof LiveSettings>

export const DEFAULT_LIVE_SETTINGS: LiveSettings = {
  requestHeaderRules: [],
  responseHeaderRules: [],
  providers: [],
  routes: {},
  subagents: { enable: false, mappings: {} },
  routing: { longContextThreshold: 60_000 },
  models: { advertise: [] },
  storage: { capture: 'full', maxDays: 30, maxMegabytes: 1024 },
}
