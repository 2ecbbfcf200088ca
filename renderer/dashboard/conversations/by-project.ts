import type { ConversationSummary } from '../../../shared/conversations.ts'

export interface Project {
  path: string
  name: string
  conversations: readonly ConversationSummary[]
}

/** Groups conversations by working directory. Keeps the order: the project with the newest activity first. */
export function byProject(conversations: readonly ConversationSummary[]): Project[] {
  const groups = Map.groupBy(conversations, ({ projectPath }) => projectPath)
  return [...groups].map(([path, own]) => ({ path, name: own[0]?.projectName ?? path, conversations: own }))
}
