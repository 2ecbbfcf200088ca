import { type Static, Type } from 'typebox'

/** A tool that a response calls, or whose failed result a request returns. */
export const ToolCall = Type.Object({
  /** For example `Edit`. */
  tool: Type.String(),
  /** A file's name, a command, a pattern. */
  target: Type.Optional(Type.String()),
  /** The request returned an error as the tool's result. */
  failed: Type.Optional(Type.Literal(true)),
})
export type ToolCall = Static<typeof ToolCall>
