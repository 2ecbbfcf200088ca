import { type Static, Type } from 'typebox'

/**
 * The purpose of a request of Claude Code: `main` is the loop of the session's own agent, `subagent` that of another
 * one. The rest are single calls beside it: `title` names the session, `classifier` judges whether a tool call is safe,
 * `compaction` summarises the conversation, `search` is a web search. `other`: anything else.
 */
export const RequestKind = Type.Union([
  Type.Literal('main'),
  Type.Literal('title'),
  Type.Literal('classifier'),
  Type.Literal('compaction'),
  Type.Literal('subagent'),
  Type.Literal('search'),
  Type.Literal('other'),
])
export type RequestKind = Static<typeof RequestKind>
