import { type Static, Type } from 'typebox'
import { CodedMessage, Issue } from './coded-message.ts'
import { Models, Routes, Routing, Subagents } from './live-settings.ts'

/** `PUT /api/routes`: routes and sub-agents are replaced as wholes, the others only where they are said. */
export const RoutesChange = Type.Object({
  routes: Routes,
  subagents: Subagents,
  routing: Type.Optional(Routing),
  models: Type.Optional(Models),
})
export type RoutesChange = Static<typeof RoutesChange>

/** `GET /api/routes`, and what `PUT` answers. */
export const RoutesView = Type.Object({
  routes: Routes,
  subagents: Subagents,
  routing: Routing,
  models: Models,
  /** The issues in English. */
  problems: Type.Array(Type.String()),
  /** What leads nowhere, or was left out of the file. */
  issues: Type.Array(Issue),
})
export type RoutesView = Static<typeof RoutesView>

/** `POST /api/routes/test`: a request to try, or a logged one; by the saved routes, or by others. */
export const RouteTest = Type.Object({
  /** A request for `/v1/messages`. */
  body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  headers: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** A whole id, or its last characters. */
  requestId: Type.Optional(Type.String()),
  routes: Type.Optional(Routes),
  subagents: Type.Optional(Subagents),
})
export type RouteTest = Static<typeof RouteTest>

/** Why. `reason` is the English sentence. */
const Reason = Type.Object({
  code: CodedMessage.properties.code,
  params: CodedMessage.properties.params,
  reason: CodedMessage.properties.message,
})

const Attempt = Type.Object({
  provider: Type.String(),
  type: Type.String(),
  /** Absent where the client's model stays as it is. */
  model: Type.Optional(Type.String()),
  ...Reason.properties,
  /** Place among the fallbacks, from 1. Absent for the rule's own target. */
  fallback: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Added where the request does not say them itself. */
  parameters: Type.Record(Type.String(), Type.Unknown()),
  /** False where the request's bytes go on untouched. */
  isChanged: Type.Boolean(),
})

export const RouteTestResult = Type.Object({
  /** The model that the request names. */
  model: Type.Optional(Type.String()),
  /** Estimated input tokens. */
  tokens: Type.Integer(),
  rule: Type.String(),
  /** In the order in which they would be asked. */
  attempts: Type.Array(Attempt),
  /** Why nobody would be asked. */
  refusal: Type.Optional(
    Type.Object({
      status: Type.Integer(),
      code: Type.String(),
      error: Type.String(),
      details: Type.String(),
      issues: Type.Array(Issue),
    }),
  ),
  /** Every rule that was looked at, in order. */
  steps: Type.Array(Type.Object({ rule: Type.String(), ...Reason.properties })),
})
export type RouteTestResult = Static<typeof RouteTestResult>

/** `POST /api/routes/import`: takes over what claude-code-router is set to. */
export const RouterImport = Type.Object({
  /** False only shows it. */
  apply: Type.Optional(Type.Boolean({ default: false })),
})
export type RouterImport = Static<typeof RouterImport>

export const RouterImportResult = Type.Object({
  /** What is new; what was there already stays as it is. Without their keys. */
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
  /** What could not be imported, and why. */
  issues: Type.Array(Issue),
  applied: Type.Boolean(),
})
export type RouterImportResult = Static<typeof RouterImportResult>
