import { type Static, Type } from 'typebox'

const Count = Type.Integer({ minimum: 0 })

/** Tokens of all responses in total; a kind that no response reported is absent. */
const ConversationTokens = Type.Object({
  input_tokens: Type.Optional(Count),
  output_tokens: Type.Optional(Count),
  cache_creation_input_tokens: Type.Optional(Count),
  cache_read_input_tokens: Type.Optional(Count),
})

/** A row of the conversation list: one of Claude Code's transcript files. */
export const ConversationSummary = Type.Object({
  /** The session id: the file's name without `.jsonl`. */
  id: Type.String(),
  /** Number of lines that are user or assistant messages. */
  requestCount: Count,
  /** ISO 8601: the first and last timestamp in the file, or the file's own time if it has none. */
  startTime: Type.String(),
  lastActivity: Type.String(),
  /** Time from the first to the last line, in ms. */
  duration: Count,
  /** The user's first message, at most 200 characters plus `...`; empty if there is none. */
  firstMessage: Type.String(),
  /** The `project` parameter of the other endpoints: the folder's path below the transcripts, e.g. `-home-me-app`. */
  projectPath: Type.String(),
  /** The working directory, if a line names it; otherwise the same as `projectPath`. */
  projectName: Type.String(),
  /** The model of the newest response. Absent before the first. */
  model: Type.Optional(Type.String()),
  /** The title by the user, otherwise by Claude Code. Absent if there is none. */
  title: Type.Optional(Type.String()),
  /** Usage of all responses, sub-agents included. Absent before the first. */
  usage: Type.Optional(ConversationTokens),
  /** Number of sub-agents. Absent if there were none. */
  agentCount: Type.Optional(Count),
})
export type ConversationSummary = Static<typeof ConversationSummary>

/** `GET /api/conversations`: newest activity first. */
export const ConversationList = Type.Object({
  conversations: Type.Array(ConversationSummary),
  hasMore: Type.Boolean(),
  /** Number of matches on all pages. */
  total: Count,
  /** From 1. */
  page: Type.Integer({ minimum: 1 }),
  limit: Type.Integer({ minimum: 1 }),
  /** Transcripts not read yet: they are listed without details. Absent if there are none. */
  pending: Type.Optional(Count),
})
export type ConversationList = Static<typeof ConversationList>

/**
 * `GET /api/conversations/project`: all conversations of one project, newest activity first. Empty if there is no such
 * project.
 */
export const ProjectConversations = Type.Object({
  conversations: Type.Array(ConversationSummary),
  total: Count,
})
export type ProjectConversations = Static<typeof ProjectConversations>

/** One line of a transcript, as Claude Code wrote it; unknown types and fields are kept. */
export const ConversationMessage = Type.Object({
  /** `user`, `assistant`, `system`, `summary`, or a later addition. */
  type: Type.String(),
  uuid: Type.Optional(Type.String()),
  parentUuid: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  /** True for messages of a sub-agent. */
  isSidechain: Type.Optional(Type.Boolean()),
  userType: Type.Optional(Type.String()),
  cwd: Type.Optional(Type.String()),
  sessionId: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  /** ISO 8601. */
  timestamp: Type.Optional(Type.String()),
  /** Anthropic's message, as in the file. */
  message: Type.Optional(Type.Unknown()),
  /** The sub-agent's `id`, from the conversation's agents. Absent in the main conversation. */
  agentId: Type.Optional(Type.String()),
  /** Written by Claude Code in the user's name; not meant to be shown. */
  isMeta: Type.Optional(Type.Boolean()),
  /** The summary that a compacted conversation continues with. */
  isCompactSummary: Type.Optional(Type.Boolean()),
  /** Subtype of a `system` line, for example `compact_boundary`. */
  subtype: Type.Optional(Type.String()),
  /** Text of a `system` or a `summary` line. */
  content: Type.Optional(Type.String()),
})
export type ConversationMessage = Static<typeof ConversationMessage>

/** A sub-agent of a conversation. */
export const ConversationAgent = Type.Object({
  /** Unique within the conversation only. */
  id: Type.String(),
  /** Id of the tool use that started it, if known. */
  toolUseId: Type.Optional(Type.String()),
  /** For example `general-purpose`, and a short description of its task. */
  agentType: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  messageCount: Count,
  /** ISO 8601; absent if none of its lines has a timestamp. */
  startTime: Type.Optional(Type.String()),
  endTime: Type.Optional(Type.String()),
  usage: Type.Optional(ConversationTokens),
})
export type ConversationAgent = Static<typeof ConversationAgent>

/** `GET /api/conversations/{id}`. */
export const Conversation = Type.Object({
  sessionId: Type.String(),
  projectPath: Type.String(),
  projectName: Type.String(),
  /** Sorted by time. */
  messages: Type.Array(ConversationMessage),
  /** ISO 8601. */
  startTime: Type.String(),
  endTime: Type.String(),
  messageCount: Count,
  title: Type.Optional(Type.String()),
  usage: Type.Optional(ConversationTokens),
  /** In order of their start. */
  agents: Type.Optional(Type.Array(ConversationAgent)),
  /** Number of messages left out: the oldest ones, if the response would be too large. */
  omitted: Type.Optional(Count),
})
export type Conversation = Static<typeof Conversation>

const SearchHit = Type.Object({
  /** The conversation's id; together with `projectPath` it identifies one conversation. */
  id: Type.String(),
  projectPath: Type.String(),
  projectName: Type.String(),
  /** The conversation's title, or the user's first message. */
  title: Type.String(),
  type: Type.Union([Type.Literal('user'), Type.Literal('assistant')]),
  agentId: Type.Optional(Type.String()),
  uuid: Type.Optional(Type.String()),
  timestamp: Type.Optional(Type.String()),
  /** The matched text and its context, shortened. */
  before: Type.String(),
  match: Type.String(),
  after: Type.String(),
})

/** `GET /api/conversations/search`: newest conversations first, each in its own order. */
export const ConversationSearch = Type.Object({
  results: Type.Array(SearchHit),
  /** False if there may be more matches: the search reached its time or result limit. */
  complete: Type.Boolean(),
  /** Number of conversations searched, and in total. */
  searched: Count,
  total: Count,
})
export type ConversationSearch = Static<typeof ConversationSearch>

/** Query of the conversation list. */
export interface ConversationQuery {
  /** Part of a model's name, case-insensitive, or `all`. */
  model: string
  /** From 1. */
  page: number
  limit: number
  /** Part of the first message, the title, the folder or the id, case-insensitive. Absent or empty: all. */
  search?: string
}
