import { type Static, Type } from 'typebox'
import type { UsageLine } from './usage-line.ts'

/** Usage of one response in Claude Code's transcripts. */
export interface TranscriptMessage {
  messageId: string
  /** The response's `request-id`. */
  upstreamId?: string
  /** Time of its first line, in ms since 1970. */
  startedAt: number
  sessionId?: string
  agentId?: string
  /** True for a sub-agent, whose ID may be unknown. */
  isAgent: boolean
  /** Working directory of the session. */
  project?: string
  /** By model and price, first that of the model that responded. */
  lines: readonly UsageLine[]
}

/** Progress of reading the transcripts. */
export interface TranscriptReading {
  files: number
  bytes: number
  readBytes: number
  /** True once everything is read and the messages can be taken. */
  isRead: boolean
  /** Messages that wait to be taken. */
  messages: number
}

/** `GET /api/usage/transcripts`: usage from before the installation, read from Claude Code's transcripts. */
export const TranscriptUsage = Type.Object({
  state: Type.Union([Type.Literal('idle'), Type.Literal('running'), Type.Literal('failed')]),
  /** From 0 to 1; only while it runs. */
  progress: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  /** Reason of the failure. */
  error: Type.Optional(Type.String()),
  /** True until the user has imported or declined; then there are transcripts. */
  isOffered: Type.Boolean(),
  /** Imported responses that did not pass through Signalbox, and their sessions. */
  messages: Type.Integer({ minimum: 0 }),
  sessions: Type.Integer({ minimum: 0 }),
  /** Times of the first and last one, ISO 8601. */
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
  /** Time of the last import, ISO 8601. */
  importedAt: Type.Optional(Type.String()),
})
export type TranscriptUsage = Static<typeof TranscriptUsage>

export const TranscriptAction = Type.Object({
  action: Type.Union([Type.Literal('import'), Type.Literal('cancel'), Type.Literal('decline')]),
})

/** The part of it that is stored. `isOffered` also without transcripts. */
export type StoredTranscripts = Omit<TranscriptUsage, 'state' | 'progress' | 'error'>
