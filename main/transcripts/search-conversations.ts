import type { ConversationSearch } from '../../shared/conversations.ts'
import type { Indexed, Session } from './create-index.ts'
import { openTranscript } from './open-transcript.ts'
import { readLines } from './read-lines.ts'
import { searchText } from './search-text.ts'
import { toListed } from './to-summary.ts'

type SearchHit = ConversationSearch['results'][number]

/** Maximum results per conversation, so that a long one does not fill the whole response. */
const MAX_PER_CONVERSATION = 5

export interface SearchOptions {
  text: string
  /** Maximum number of results. */
  limit: number
  /** In ms. */
  within: number
  signal: AbortSignal
  pause: () => Promise<void> | undefined
  catchUp: (files: readonly Indexed[]) => Promise<void>
}

/** Searches conversations one after another, newest file first, until there are enough results or time is up. */
export async function searchConversations(
  sessions: readonly Session[],
  options: SearchOptions,
): Promise<ConversationSearch> {
  const { limit, within, signal, catchUp } = options
  const deadline = performance.now() + within
  const isOver = (): boolean => signal.aborted || performance.now() > deadline
  const results: SearchHit[] = []
  let searched = 0
  let complete = true
  const newest = sessions
    .map((session) => ({ session, files: filesOf(session) }))
    .toSorted((a, b) => modified(b.files) - modified(a.files))
  for (const { session, files } of newest) {
    if (isOver() || results.length >= limit) break
    await catchUp(files.map(({ indexed }) => indexed))
    const { said, title, folder } = toListed(session)
    const most = Math.min(MAX_PER_CONVERSATION, limit - results.length)
    const hits = await searchFiles(files, { ...options, most, isOver })
    complete &&= !hits.cut
    for (const hit of hits.found) {
      const { id, project } = session
      results.push({ id, projectPath: project, projectName: folder, title: title ?? said, ...hit })
    }
    searched++
  }
  return { results, complete: complete && searched === newest.length, searched, total: newest.length }
}

interface SearchedFile {
  indexed: Indexed
  agentId: string | undefined
}

type Hit = Omit<SearchHit, 'id' | 'projectPath' | 'projectName' | 'title'>

interface FilesOptions extends SearchOptions {
  most: number
  isOver: () => boolean
}

/** `cut`: there may be more matches in these files. */
async function searchFiles(
  files: readonly SearchedFile[],
  { text, most, isOver, pause }: FilesOptions,
): Promise<{ found: Hit[]; cut: boolean }> {
  const search = searchText(text)
  const found: Hit[] = []
  for (const { indexed, agentId } of files) {
    const take = (line: Buffer): boolean => {
      const hit = search(line)
      if (hit !== undefined) found.push(agentId === undefined ? hit : { ...hit, agentId })
      return found.length > most || isOver()
    }
    await searchFile(indexed.file.path, pause, take)
    // One match beyond the limit shows that there are more.
    if (found.length > most || isOver()) return { found: found.slice(0, most), cut: true }
  }
  return { found, cut: false }
}

async function searchFile(
  path: string,
  pause: () => Promise<void> | undefined,
  take: (line: Buffer) => boolean,
): Promise<void> {
  const opened = openTranscript(path)
  if (opened === undefined) return
  try {
    take(await readLines({ fd: opened.fd, from: 0, to: opened.stats.size, pause, onLine: take }))
  } finally {
    opened.close()
  }
}

function filesOf({ main, agents }: Session): SearchedFile[] {
  const files = agents.map(({ id, indexed }) => ({ indexed, agentId: id }))
  return main === undefined ? files : [{ indexed: main, agentId: undefined }, ...files]
}

/** In ms since 1970. */
function modified(files: readonly SearchedFile[]): number {
  return Math.max(...files.map(({ indexed }) => indexed.file.stamp.mtimeMs))
}
