import { decodeJson } from '../base/json/decode-json.ts'
import type {
  ProjectConversations,
  ConversationSearch,
  ConversationList,
} from '../../shared/conversations.ts'
import type { Questions } from './engine.ts'
import type { WorkerData } from './protocol.ts'
import { createWorkerHost } from './worker-host.ts'

/**
 * The conversations in Claude Code's own transcripts, which are only ever read.
 *
 * All reject with AppError `conversations_unavailable` when the thread dies on a question; the next one starts another.
 */
export interface Transcripts {
  /** Comes within about 1.5 s even while a large tree is read for the first time: see `pending`. */
  list: (query: Questions['list']) => Promise<ConversationList>
  /** Empty where there is no such project. */
  listProject: (project: string) => Promise<ProjectConversations>
  /**
   * A Conversation as UTF-8 JSON, for a route to pass on as it is: it may have 32 MB, which would keep the main thread
   * for most of a second to parse and write again.
   *
   * @returns undefined where there is none, and for every name that could not be one
   */
  find: (project: string, id: string) => Promise<Uint8Array<ArrayBuffer> | undefined>
  /** What the user and the assistant said, in any case. Comes within about 5 s. */
  search: (text: string, options: SearchOptions) => Promise<ConversationSearch>
  close: () => Promise<void>
}

export interface SearchOptions {
  /** From 1 to 200. */
  limit: number
  /** Ends the search early; then the answer holds what was found by then. */
  signal?: AbortSignal | undefined
}

/** Nothing is read, and no thread runs, before the first question. */
export function createTranscripts(deps: WorkerData): Transcripts {
  const { ask, close } = createWorkerHost(deps)
  // The casts are the border between the threads: the engine's types say what it answers.
  return {
    list: async (params) => decodeJson(await ask({ name: 'list', params })) as ConversationList,
    listProject: async (project) =>
      decodeJson(await ask({ name: 'listProject', params: { project } })) as ProjectConversations,
    find: async (project, id) => await ask({ name: 'find', params: { project, id } }),
    search: async (text, { limit, signal }) =>
      decodeJson(await ask({ name: 'search', params: { text, limit } }, signal)) as ConversationSearch,
    close,
  }
}
