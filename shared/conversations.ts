import { type Static, Type } from 'typebox'

const Count = Type.Integer({ minimum: 0 })

/** Tokens of all answers together; a kind that no answer named is absent. */
const ConversationTokens = Type.Object({
  input_tokens: Type.Optional(Count),
  output_tokens: Type.Optional(Count),
  cache_creation_input_tokens: Type.Optional(Count),
  cache_read_input_tokens: Type.Optional(Count),
})

/** A row of the conversation list: one transcript file of Claude Code's. */
export const ConversationSummary = Type.Object({
  /** The session's id: the file's name without `.jsonl`. */
  id: Type.String(),
  /** Lines that are messages of the user or the assistant. */
  requestCount: Count,
  /** ISO 8601: the first and the last line with a time, or the file's own time where there is none. */
  startTime: Type.String(),
  lastActivity: Type.String(),
  /** From the first to the last, in ms. */
  duration: Count,
  /** What the user said first, at most 200 characters and `...`; empty where nothing was said. */
  firstMessage: Type.String(),
  /** What the other questions take as `project`: the folder's path below the transcripts, for example `-home-me-app`. */
  projectPath: Type.String(),
  /** The folder that was worked in, where a line names it; else the same as `projectPath`. */
  projectName: Type.String(),
  /** The model of the newest answer. Absent before there is one. */
  model: Type.Optional(Type.String()),
  /** What the user called it, or else Claude Code. Absent before there is a title. */
  title: Type.Optional(Type.String()),
  /** Of every answer, sub-agents included. Absent before there is one. */
  usage: Type.Optional(ConversationTokens),
  /** How many sub-agents there were. Absent where there were none. */
  agentCount: Type.Optional(Count),
})
export type ConversationSummary = Static<typeof ConversationSummary>

/** `GET /api/conversations`: newest activity first. */
export const ConversationList = Type.Object({
  conversations: Type.Array(ConversationSummary),
  hasMore: Type.Boolean(),
  /** All that match, on every page. */
  total: Count,
  /** From 1. */
  page: Type.Integer({ minimum: 1 }),
  limit: Type.Integer({ minimum: 1 }),
  /** Transcripts that were not read yet: they are listed, but say nothing. Absent when there are none. */
  pending: Type.Optional(Count),
})
export type ConversationList = Static<typeof ConversationList>

/** `GET /api/conversations/project`: all of one project, newest activity first. Empty where there is no such project. */
export const ProjectConversations = Type.Object({
  conversations: Type.Array(ConversationSummary),
  total: Count,
})
export type ProjectConversations = Static<typeof ProjectConversations>

/** One line of a transcript, as Claude Code wrote it; kinds and fields that nobody knows yet pass. */
export const ConversationMessage = Type.Object({
  /** `user`, `assistant`, `system`, `summary`, and whatever comes next. */
  type: Type.String(),
  uuid: Type.Optional(Type.String()),
  parentUuid: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  /** True for what a sub-agent said. */
  isSidechain: Type.Optional(Type.Boolean()),
  userType: Type.Optional(Type.String()),
  cwd: Type.Optional(Type.String()),
  sessionId: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  /** ISO 8601. */
  timestamp: Type.Optional(Type.String()),
  /** Anthropic's message, as it stands in the file. */
  message: Type.Optional(Type.Unknown()),
  /** Which sub-agent said it: an `id` of the conversation's agents. Absent in the conversation itself. */
  agentId: Type.Optional(Type.String()),
  /** Written by Claude Code in the user's name; not meant to be seen. */
  isMeta: Type.Optional(Type.Boolean()),
  /** The summary with which a compacted conversation goes on. */
  isCompactSummary: Type.Optional(Type.Boolean()),
  /** Of a `system` line, for example `compact_boundary`. */
  subtype: Type.Optional(Type.String()),
  /** The text of a `system` or a `summary` line. */
  content: Type.Optional(Type.String()),
})
export type ConversationMessage = Static<typeof ConversationMessage>

/** A sub-agent of a conversation. */
export const ConversationAgent = Type.Object({
  /** Unique within the conversation only. */
  id: Type.String(),
  /** Of the tool use that started it, where that is known. */
  toolUseId: Type.Optional(Type.String()),
  /** For example `general-purpose`, and what it was asked to do, in a few words. */
  agentType: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  messageCount: Count,
  /** ISO 8601; absent where none of its lines has a time. */
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
  /** By time. */
  messages: Type.Array(ConversationMessage),
  /** ISO 8601. */
  startTime: Type.String(),
  endTime: Type.String(),
  messageCount: Count,
  title: Type.Optional(Type.String()),
  usage: Type.Optional(ConversationTokens),
  /** In the order in which they began. */
  agents: Type.Optional(Type.Array(ConversationAgent)),
  /** Messages that are counted but left out: the oldest, where all together would be too large. */
  omitted: Type.Optional(Count),
})
export type Conversation = Static<typeof Conversation>

const SearchHit = Type.Object({
  /** Of the conversation; with `projectPath` what one conversation is asked for by. */
  id: Type.String(),
  projectPath: Type.String(),
  projectName: Type.String(),
  /** The conversation's title, or what was said first. */
  title: Type.String(),
  type: Type.Union([Type.Literal('user'), Type.Literal('assistant')]),
  agentId: Type.Optional(Type.String()),
  uuid: Type.Optional(Type.String()),
  timestamp: Type.Optional(Type.String()),
  /** The text that was found, and what stands around it, shortened. */
  before: Type.String(),
  match: Type.String(),
  after: Type.String(),
})

/** `GET /api/conversations/search`: the newest conversations first, each in its own order. */
export const ConversationSearch = Type.Object({
  results: Type.Array(SearchHit),
  /** False where there may be more: time was up, or there were too many. */
  complete: Type.Boolean(),
  /** Conversations that were searched, and how many there are. */
  searched: Count,
  total: Count,
})
export type ConversationSearch = Static<typeof ConversationSearch>

/** What the list can be asked for. */
export interface ConversationQuery {
  /** Part of a model's name, in any case, or `all`. */
  model: string
  /** From 1. */
  page: number
  limit: number
  /** Part of the first message, the title, the folder or the id, in any case. Absent or empty: all. */
  search?: string
}
