import { useLocation } from 'wouter'
import { copyText } from '../../ui/copy-text.ts'
import { shortModel } from '../../ui/short-model.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { PAGES } from '../pages.tsx'
import { toOutcome } from '../requests/to-outcome.ts'
import { useConversations } from '../conversations/use-conversations.ts'
import { useServer } from '../server/use-server.ts'
import { withQuery } from '../route/use-query-state.ts'
import { type Theme, THEMES } from '../shell/use-theme.ts'
import { formatMoment } from '../../ui/format.ts'
import type { Entry } from './rank-entries.ts'

interface EntryDeps {
  query: string
  theme: Theme
  toggleRail: () => void
}

/** Everything that the palette knows: pages, what can be done now, the last requests, and a request by its id. */
export function useEntries({ query, theme, toggleRail }: EntryDeps): readonly Entry[] {
  return [
    ...usePages(),
    ...useActions({ theme, toggleRail }),
    ...useRequests(query),
    ...useFoundConversations(query),
  ]
}

function usePages(): Entry[] {
  const [, go] = useLocation()
  return PAGES.map(({ path, label, key, about }) => ({
    id: `page ${path}`,
    group: 'Pages',
    label,
    hint: `G ${key.toUpperCase()}`,
    words: about,
    run: () => go(path),
  }))
}

function useActions({ theme, toggleRail }: Omit<EntryDeps, 'query'>): Entry[] {
  const { face, drain, view, refresh } = useServer()
  const { baseUrl } = view
  const themes = THEMES.filter((name) => name !== theme.name).map((name) =>
    action(`Theme: ${name}`, 'appearance colours light dark', () => theme.set(name)),
  )
  const drainLabel = { ready: 'Drain', draining: 'Cancel the drain', drained: 'Resume' } as const
  return [
    ...(face.face in drainLabel
      ? [
          action(
            drainLabel[face.face as keyof typeof drainLabel],
            'let requests finish, resume',
            drain.press,
            'D',
          ),
        ]
      : []),
    ...(baseUrl
      ? [action(`Copy ${baseUrl}`, 'address base url clipboard', () => void copyText(baseUrl))]
      : []),
    action('Ask the server again', 'refresh reload', refresh),
    ...themes,
    action('Fold or unfold the rail', 'sidebar', toggleRail, '['),
  ]
}

function action(label: string, words: string, run: () => void, hint?: string): Entry {
  return { id: `action ${label}`, group: 'Actions', label, words, run, ...(hint && { hint }) }
}

function useRequests(query: string): Entry[] {
  const [, go] = useLocation()
  const { finished } = useLiveFeed()
  const { now } = useServer()
  const wanted = query.trim()
  // Only once something was typed: nobody looks for the last request by scrolling here.
  if (wanted.length < 2) return []
  const known = finished.map((request): Entry => {
    const outcome = toOutcome(request)
    return {
      id: `request ${request.requestId}`,
      group: 'Requests',
      label: `${shortModel(request.model ?? request.endpoint)}, ${formatMoment(Date.parse(request.timestamp), now)}`,
      hint: outcome.word,
      words: [request.requestId, request.sessionId, request.errorType, request.endpoint].join(' '),
      run: () => go(`/requests/${request.requestId}`),
    }
  })
  const search: Entry = {
    id: 'search',
    group: 'Requests',
    label: `Search all requests for “${wanted}”`,
    run: () => go(`/requests?q=${encodeURIComponent(wanted)}`),
  }
  if (!/^[\da-f-]{4,40}$/i.test(wanted)) return [search, ...known]
  const byId: Entry = {
    id: 'by id',
    group: 'Requests',
    label: `Open request ${wanted}`,
    run: () => go(`/requests/${wanted}`),
  }
  return [byId, search, ...known]
}

function useFoundConversations(query: string): Entry[] {
  const [, go] = useLocation()
  const wanted = query.trim()
  const { data } = useConversations(wanted)
  if (wanted.length < 2) return []
  const found = data?.pages[0]?.conversations.slice(0, MOST_CONVERSATIONS) ?? []
  return found.map(({ id, projectPath, projectName, title, firstMessage }) => ({
    id: `conversation ${id}`,
    group: 'Conversations',
    label: title || firstMessage || id,
    // What it was found by may be neither.
    words: `${wanted} ${projectName}`,
    run: () => go(withQuery(`/conversations/${id}`, { project: projectPath })),
  }))
}

const MOST_CONVERSATIONS = 8
