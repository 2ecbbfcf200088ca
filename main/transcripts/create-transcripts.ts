import { decodeJson } from '../base/json/decode-json.ts'
import type {
  ProjectConversations,
  ConversationSearch,
  ConversationList,
} from '../../shared/conversations.ts'
import type { Questions } from './engine.ts'
import type { TranscriptReading } from '../../shared/transcript-usage.ts'
import type { UsageAction } from './engine.ts'
import type { WorkerData } from './protocol.ts'
import { createWorkerHost } from './worker-host.ts'

/**
 * Read-only access to the conversations in Claude Code's own transcripts.
 *
 * All methods reject with AppError `conversations_unavailable` when the worker thread dies; the next query starts a new
 * one.
 */
export interface Transcripts {
  /** Returns within about 1.5 s, even during the first read of a large tree: see `pending`. */
  list: (query: Questions['list']) => Promise<ConversationList>
  /** Empty if the project does not exist. */
  listProject: (project: string) => Promise<ProjectConversations>
  /**
   * A Conversation as UTF-8 JSON, to be sent unchanged: it may have 32 MB, which would block the main thread for most
   * of a second to parse and serialize again.
   *
   * @returns undefined if it does not exist or the name is invalid
   */
  find: (project: string | undefined, id: string) => Promise<Uint8Array<ArrayBuffer> | undefined>
  /** Case-insensitive search in the messages of the user and the assistant. Returns within about 5 s. */
  search: (text: string, options: SearchOptions) => Promise<ConversationSearch>
  /** Reads the usage in all transcripts, step by step: see `UsageReader`. */
  usage: (action: UsageAction) => Promise<TranscriptReading>
  /** The next messages as JSON of `TranscriptMessage[]`; `[]` after the last one. */
  takeUsage: () => Promise<Uint8Array<ArrayBuffer>>
  close: () => Promise<void>
}

export interface SearchOptions {
  /** From 1 to 200. */
  limit: number
  /** Ends the search early, with the results found so far. */
  signal?: AbortSignal | undefined
}

/** Starts the thread and reads files only on the first query. */
export function createTranscripts(deps: WorkerData): Transcripts {
  const { ask, close } = createWorkerHost(deps)
  // The casts are the boundary between the threads: the engine's types guarantee the results.
  return {
    list: async (params) => decodeJson(await ask({ name: 'list', params })) as ConversationList,
    listProject: async (project) =>
      decodeJson(await ask({ name: 'listProject', params: { project } })) as ProjectConversations,
    find: async (project, id) => await ask({ name: 'find', params: { project, id } }),
    search: async (text, { limit, signal }) =>
      decodeJson(await ask({ name: 'search', params: { text, limit } }, signal)) as ConversationSearch,
    usage: async (action) =>
      decodeJson(await ask({ name: 'usage', params: { action } })) as TranscriptReading,
    takeUsage: async () => (await ask({ name: 'takeUsage', params: {} })) ?? new Uint8Array(),
    close,
  }
}
