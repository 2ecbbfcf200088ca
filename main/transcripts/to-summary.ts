import type { Session } from './create-index.ts'
import type { ConversationSummary } from '../../shared/conversations.ts'
import { createFacts, type Facts } from './facts.ts'
import { projectFolder } from './project-folder.ts'
import { sumUsage } from './usage.ts'

/** The fields of a conversation by which lists are sorted and filtered. */
export interface Listed {
  session: Session
  /** In ms since 1970. */
  startedAt: number
  endedAt: number
  said: string
  title: string | undefined
  model: string | undefined
  folder: string
}

/** Merges the facts of a conversation's files. Unread files contribute nothing. */
export function toListed(session: Session): Listed {
  const main = session.main?.state?.facts ?? createFacts()
  const all = factsOf(session)
  const modified = Math.max(...filesOf(session).map(({ file }) => file.stamp.mtimeMs))
  const startedAt = lowest(all.map((facts) => facts.startedAt))
  const endedAt = highest(all.map((facts) => facts.endedAt))
  return {
    session,
    startedAt: startedAt ?? Math.floor(modified),
    endedAt: endedAt ?? Math.floor(modified),
    said: main.said ?? main.spare ?? firstOf(all, (facts) => facts.spare) ?? '',
    title: main.customTitle ?? main.title,
    model: main.model ?? main.sideModel ?? firstOf(all, (facts) => facts.sideModel),
    folder: projectFolder(session.project, main.cwd ?? firstOf(all, ({ cwd }) => cwd)),
  }
}

export function toSummary(listed: Listed): ConversationSummary {
  const { session, startedAt, endedAt, title, model } = listed
  const all = factsOf(session)
  const usage = sumUsage(all.map((facts) => facts.usage))
  return {
    id: session.id,
    requestCount: all.reduce((sum, { messages }) => sum + messages, 0),
    startTime: new Date(startedAt).toISOString(),
    lastActivity: new Date(endedAt).toISOString(),
    duration: endedAt - startedAt,
    firstMessage: listed.said,
    projectPath: session.project,
    projectName: listed.folder,
    ...(model !== undefined && { model }),
    ...(title !== undefined && { title }),
    ...(usage !== undefined && { usage }),
    ...(session.agents.length > 0 && { agentCount: session.agents.length }),
  }
}

/** Newest activity first; ties are broken by id, so that pages do not overlap. */
export function byActivity(a: Listed, b: Listed): number {
  return b.endedAt - a.endedAt || (a.session.id < b.session.id ? -1 : 1)
}

function filesOf({ main, agents }: Session): NonNullable<Session['main']>[] {
  const files = agents.map(({ indexed }) => indexed)
  return main === undefined ? files : [main, ...files]
}

function factsOf(session: Session): Facts[] {
  return filesOf(session).flatMap(({ state }) => state?.facts ?? [])
}

function firstOf<Value>(all: readonly Facts[], read: (facts: Facts) => Value | undefined): Value | undefined {
  return all.map(read).find((value) => value !== undefined)
}

function lowest(times: readonly (number | undefined)[]): number | undefined {
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined)
}

function highest(times: readonly (number | undefined)[]): number | undefined {
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined)
}
