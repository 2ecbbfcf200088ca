/** The kinds of requests that have a route of their own, in the order of the page; all others are by model. */
export const KINDS = {
  default: { label: 'Everything else', about: 'What no other route is about.' },
  background: { label: 'Background', about: 'Small work that Claude Code gives to a Haiku model.' },
  think: { label: 'Thinking', about: 'Requests with thinking on.' },
  longContext: { label: 'Long context', about: 'Requests with many tokens.' },
  webSearch: { label: 'Web search', about: 'Requests that may search the web.' },
} as const
export type Kind = keyof typeof KINDS

export const KIND_NAMES: readonly Kind[] = ['default', 'background', 'think', 'longContext', 'webSearch']

export function isKind(name: string): name is Kind {
  return Object.hasOwn(KINDS, name)
}
