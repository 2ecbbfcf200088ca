import { type Static, Type } from 'typebox'

/** The side that ended a request. `crash`: the program died, and the next start found the request still open. */
export const EndedBy = Type.Union([
  Type.Literal('client'),
  Type.Literal('upstream'),
  Type.Literal('proxy'),
  Type.Literal('shutdown'),
  Type.Literal('crash'),
])
export type EndedBy = Static<typeof EndedBy>

/** Last phase that a request reached. `done` is a complete response. */
export const EndPhase = Type.Union([
  Type.Literal('connect'),
  Type.Literal('send'),
  Type.Literal('wait'),
  Type.Literal('headers'),
  Type.Literal('body'),
  Type.Literal('done'),
])
export type EndPhase = Static<typeof EndPhase>
