import { type Static, Type } from 'typebox'
import { CodedMessage, Issue } from './coded-message.ts'
import { Models, Routes, Routing, Subagents } from './live-settings.ts'

/** `PUT /api/routes`: replaces routes and sub-agents as a whole; absent fields are kept. */
export const RoutesChange = Type.Object({
  routes: Routes,
  subagents: Subagents,
  routing: Type.Optional(Routing),
  models: Type.Optional(Models),
})
export type RoutesChange = Static<typeof RoutesChange>

/** Response of `GET` and `PUT /api/routes`. */
export const RoutesView = Type.Object({
  routes: Routes,
  subagents: Subagents,
  routing: Routing,
  models: Models,
  /** The issues in English. */
  problems: Type.Array(Type.String()),
  /** Routes without a target, and entries of the file that were ignored. */
  issues: Type.Array(Issue),
})
export type RoutesView = Static<typeof RoutesView>

/** `POST /api/routes/test`: tests a given or a logged request against the saved or other routes. */
export const RouteTest = Type.Object({
  /** Body of a request for `/v1/messages`. */
  body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  headers: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** A complete request id, or its last characters. */
  requestId: Type.Optional(Type.String()),
  routes: Type.Optional(Routes),
  subagents: Type.Optional(Subagents),
})
export type RouteTest = Static<typeof RouteTest>

/** Reason of a decision. `reason` is the English sentence. */
const Reason = Type.Object({
  code: CodedMessage.properties.code,
  params: CodedMessage.properties.params,
  reason: CodedMessage.properties.message,
})

const Attempt = Type.Object({
  provider: Type.String(),
  type: Type.String(),
  /** Absent if the client's model is kept. */
  model: Type.Optional(Type.String()),
  ...Reason.properties,
  /** Position among the fallbacks, from 1. Absent for the rule's own target. */
  fallback: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Added to requests that do not set them. */
  parameters: Type.Record(Type.String(), Type.Unknown()),
  /** False if the request is forwarded byte for byte. */
  isChanged: Type.Boolean(),
})

export const RouteTestResult = Type.Object({
  /** The model in the request. */
  model: Type.Optional(Type.String()),
  /** Estimated input tokens. */
  tokens: Type.Integer(),
  rule: Type.String(),
  /** In the order in which they are tried. */
  attempts: Type.Array(Attempt),
  /** Reason why the request would be refused. */
  refusal: Type.Optional(
    Type.Object({
      status: Type.Integer(),
      code: Type.String(),
      error: Type.String(),
      details: Type.String(),
      issues: Type.Array(Issue),
    }),
  ),
  /** Every rule checked, in order. */
  steps: Type.Array(Type.Object({ rule: Type.String(), ...Reason.properties })),
})
export type RouteTestResult = Static<typeof RouteTestResult>

/** `POST /api/routes/import`: imports the settings of claude-code-router. */
export const RouterImport = Type.Object({
  /** False: preview only. */
  apply: Type.Optional(Type.Boolean({ default: false })),
})
export type RouterImport = Static<typeof RouterImport>

export const RouterImportResult = Type.Object({
  /** New providers, without their keys; existing ones are kept. */
  providers: Type.Array(
    Type.Object({
      name: Type.String(),
      apiBaseUrl: Type.Optional(Type.String()),
      models: Type.Array(Type.String()),
      hasKey: Type.Boolean(),
    }),
  ),
  routes: Routes,
  /** The issues in English. */
  problems: Type.Array(Type.String()),
  /** Entries that could not be imported, with the reason. */
  issues: Type.Array(Issue),
  applied: Type.Boolean(),
})
export type RouterImportResult = Static<typeof RouterImportResult>
