import { setTimeout as delay } from 'node:timers/promises'
import type {
  ProjectConversations,
  ConversationSearch,
  ConversationList,
  ConversationQuery,
} from '../../shared/conversations.ts'
import type { TranscriptMessage, TranscriptReading } from '../../shared/transcript-usage.ts'
import { createIndex, type Indexed, type Session } from './create-index.ts'
import { createPause } from './create-pause.ts'
import { readConversation } from './read-conversation.ts'
import { createUsageReader } from './usage-reader.ts'
import { searchConversations } from './search-conversations.ts'
import { byActivity, type Listed, toListed, toSummary } from './to-summary.ts'
import { isLoose } from './scan-root.ts'

/** Time that a list waits for unread files, in ms; after that it is returned without them. */
const PATIENCE = 1500
/** Time limit of a search, in ms. */
const SEARCH_WITHIN = 5000
const MAX_RESULTS = 200
const MAX_TEXT_LENGTH = 200

/** All query types with their parameters. */
export interface Questions {
  list: ConversationQuery
  listProject: { project: string }
  /** Without a project, the one with the newest activity. */
  find: { project: string | undefined; id: string }
  search: { text: string; limit: number }
  usage: { action: UsageAction }
  takeUsage: Record<string, never>
}

/** See `UsageReader`. */
export type UsageAction = 'look' | 'start' | 'next' | 'end'

export type QuestionName = keyof Questions

export interface Engine {
  list: (query: Questions['list']) => Promise<ConversationList>
  listProject: (query: Questions['listProject']) => Promise<ProjectConversations>
  /** A Conversation as JSON; undefined if it does not exist. */
  find: (query: Questions['find']) => Promise<string | undefined>
  search: (query: Questions['search'], signal: AbortSignal) => Promise<ConversationSearch>
  usage: (query: Questions['usage']) => Promise<TranscriptReading>
  takeUsage: () => TranscriptMessage[]
}

export interface EngineDeps {
  root: string
  patience?: number | undefined
  searchWithin?: number | undefined
}

/**
 * Answers queries about the transcripts below a folder. Each query rescans the tree, but content is read only once.
 * Names in queries are compared with names in the tree and never become part of a path.
 */
export function createEngine(deps: EngineDeps): Engine {
  const pause = createPause()
  const index = createIndex(deps.root, pause)
  const patience = deps.patience ?? PATIENCE
  const usage = createUsageReader(deps.root, pause)

  /** Waits for new content of these files up to the time limit; reading continues in the background. */
  async function readAll(files: readonly Indexed[]): Promise<void> {
    const waited = new AbortController()
    const patient = delay(patience, undefined, { signal: waited.signal }).catch(() => undefined)
    await Promise.race([index.catchUp(files), patient])
    waited.abort()
  }
  return {
    async list(query) {
      const files = index.look()
      await readAll(files)
      const listed = index.sessions().map(toListed).filter(matches(query)).toSorted(byActivity)
      const pending = files.filter(({ state }) => state === undefined).length
      return { ...toPage(listed, query), ...(pending > 0 && { pending }) }
    },
    async listProject({ project }) {
      await index.catchUp(index.look().filter(({ file }) => file.project === project))
      const sessions = index.sessions().filter((session) => session.project === project)
      const conversations = sessions.map(toListed).toSorted(byActivity).map(toSummary)
      return { conversations, total: conversations.length }
    },
    async find({ project, id }) {
      // Their sessions are unknown until they have been read.
      const isIn = (name: string): boolean => project === undefined || name === project
      const loose = index.look().filter(({ file }) => isLoose(file) && isIn(file.project))
      await index.catchUp(loose)
      const candidates = index.sessions().filter((one) => one.id === id && isIn(one.project))
      // Only what was read tells the time of the last line.
      if (candidates.length > 1) await index.catchUp(candidates.flatMap(({ main }) => main ?? []))
      const session = newestOf(candidates)
      if (session === undefined) return undefined
      const agents = session.agents.map(({ indexed }) => indexed)
      await index.catchUp(session.main === undefined ? agents : [session.main, ...agents])
      return await readConversation(session, { pause })
    },
    async search({ text, limit }, signal) {
      await readAll(index.look().filter(({ file }) => isLoose(file)))
      const wanted = text.trim().slice(0, MAX_TEXT_LENGTH)
      const sessions = wanted === '' ? [] : index.sessions()
      return await searchConversations(sessions, {
        text: wanted,
        limit: Math.min(Math.max(1, limit), MAX_RESULTS),
        within: deps.searchWithin ?? SEARCH_WITHIN,
        signal,
        pause,
        catchUp: index.catchUp,
      })
    },
    async usage({ action }) {
      if (action === 'start') return usage.start()
      if (action === 'end') usage.end()
      return action === 'next' ? usage.next() : usage.look()
    },
    takeUsage: () => usage.take(),
  }
}

/** A session that is resumed in another folder has a file in each of them. */
function newestOf(sessions: readonly Session[]): Session | undefined {
  return sessions.length < 2 ? sessions[0] : sessions.map(toListed).toSorted(byActivity)[0]?.session
}

function matches({ model, search = '' }: ConversationQuery): (listed: Listed) => boolean {
  const part = model.toLowerCase()
  const text = search.trim().toLowerCase()
  return (listed) => {
    if (part !== 'all' && part !== '' && listed.model?.toLowerCase().includes(part) !== true) return false
    const { said, title = '', folder, session } = listed
    return [said, title, folder, session.id].some((field) => field.toLowerCase().includes(text))
  }
}

function toPage(listed: readonly Listed[], query: ConversationQuery): ConversationList {
  const { page, limit } = query
  const start = (page - 1) * limit
  return {
    conversations: listed.slice(start, start + limit).map(toSummary),
    hasMore: start + limit < listed.length,
    total: listed.length,
    page,
    limit,
  }
}
