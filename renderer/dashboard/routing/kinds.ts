import { t } from '../../language/t.ts'

/** Kinds of requests that have their own route, in the order of the page; other routes are by model. */
export const KINDS = {
  default: { label: () => t('Everything else'), about: () => t('Requests that match no other route.') },
  background: {
    label: () => t('Background'),
    about: () => t('Small tasks that Claude Code sends to a Haiku model.'),
  },
  think: { label: () => t('Thinking'), about: () => t('Requests with thinking on.') },
  longContext: { label: () => t('Long context'), about: () => t('Requests with many tokens.') },
  title: { label: () => t('Session title'), about: () => t('Claude Code names a session.') },
  classifier: {
    label: () => t('Safety classifier'),
    about: () => t('In auto mode, Claude Code judges whether an action is safe.'),
  },
  compaction: { label: () => t('Compaction'), about: () => t('Claude Code summarizes the conversation.') },
  webSearch: { label: () => t('Web search'), about: () => t('Requests that offer the web search tool.') },
} as const
export type Kind = keyof typeof KINDS

export const KIND_NAMES: readonly Kind[] = [
  'default',
  'background',
  'think',
  'longContext',
  'webSearch',
  'title',
  'classifier',
  'compaction',
]

export function isKind(name: string): name is Kind {
  return Object.hasOwn(KINDS, name)
}
