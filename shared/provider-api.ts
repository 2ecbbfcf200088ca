import { type Static, Type } from 'typebox'
import { CodedMessage } from './coded-message.ts'
import { ProviderConfig, ProviderType } from './live-settings.ts'

/** A provider as the API shows it, without its key. */
export const ProviderView = Type.Object({
  name: Type.String(),
  type: ProviderType,
  /** Address of the API; empty if unknown. */
  apiBaseUrl: Type.String(),
  /** Masked. Absent if there is none. */
  apiKey: Type.Optional(Type.String()),
  /** `client`: requests carry Claude Code's own sign-in. */
  keySource: Type.Union([
    Type.Literal('file'),
    Type.Literal('environment'),
    Type.Literal('client'),
    Type.Literal('none'),
  ]),
  models: Type.Array(Type.String()),
  enabled: Type.Boolean(),
  maxTokens: Type.Optional(Type.Integer()),
  /** Origin of the provider. Only providers from the file can be removed. */
  source: Type.Union([Type.Literal('built-in'), Type.Literal('environment'), Type.Literal('file')]),
  /** Reason why it can't be used, in English. */
  problem: Type.Optional(Type.String()),
  issue: Type.Optional(CodedMessage),
})
export type ProviderView = Static<typeof ProviderView>

export const ProviderList = Type.Array(ProviderView)

const { name, type, apiBaseUrl, apiKey, models, maxTokens } = ProviderConfig.properties

/** `POST /providers`. */
export const NewProvider = Type.Object({
  name,
  type,
  apiBaseUrl,
  apiKey,
  models,
  maxTokens,
  enabled: Type.Optional(Type.Boolean({ default: true })),
})
export type NewProvider = Static<typeof NewProvider>

/** `PUT /providers/:name`: absent fields are kept, `null` removes one. A masked key counts as absent. */
export const ProviderChange = Type.Object({
  name: Type.Optional(name),
  type: Type.Optional(Type.Union([ProviderType, Type.Null()])),
  apiBaseUrl: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  apiKey: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  models: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  maxTokens: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Null()])),
  enabled: Type.Optional(Type.Boolean()),
})
export type ProviderChange = Static<typeof ProviderChange>

/** The completed action. */
export const Done = CodedMessage
export type Done = Static<typeof Done>
