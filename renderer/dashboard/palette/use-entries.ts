import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { SessionList } from '../../../shared/sessions.ts'
import { toQuery } from '../../api/api.ts'
import type { DrainButtonState } from '../../status/drain-button-state.ts'
import { t } from '../../language/t.ts'
import { copyText } from '../../ui/copy-text.ts'
import { shortModel } from '../../ui/short-model.ts'
import { useDeps } from '../deps.ts'
import { useLiveFeed } from '../live/use-live-feed.ts'
import { PAGES } from '../pages.tsx'
import { toOutcome } from '../requests/to-outcome.ts'
import { readSummaries } from '../requests/read-summaries.ts'
import { nameSession } from '../sessions/name-session.ts'
import { useConversations } from '../conversations/use-conversations.ts'
import { useServer } from '../server/use-server.ts'
import { withQuery } from '../url-state/use-query-state.ts'
import { type Theme, type ThemeName, THEMES } from '../shell/use-theme.ts'
import { formatMoment } from '../../ui/format.ts'
import type { Entry } from './rank-entries.ts'

interface EntryDeps {
  query: string
  theme: Theme
  toggleRail: () => void
}

/** All palette entries: pages, available actions, recent requests, and a request by its id. */
export function useEntries({ query, theme, toggleRail }: EntryDeps): readonly Entry[] {
  return [
    ...usePages(),
    ...useActions({ theme, toggleRail }),
    ...useQuestions(),
    ...useRequests(query),
    ...useFoundSessions(query),
    ...useFoundConversations(query),
  ]
}

function usePages(): Entry[] {
  const [, go] = useLocation()
  return PAGES.map(({ path, label, key, about }) => ({
    id: `page ${path}`,
    group: t('Pages'),
    label: label(),
    hint: `G ${key.toUpperCase()}`,
    words: about(),
    run: () => go(path),
  }))
}

function useActions({ theme, toggleRail }: Omit<EntryDeps, 'query'>): Entry[] {
  const { face, drain, view, refresh } = useServer()
  const { baseUrl } = view
  const themes = THEMES.filter((name) => name !== theme.name).map((name) =>
    action(THEME_LABELS[name](), t('appearance colours light dark'), () => theme.set(name)),
  )
  const drainLabel = drainLabelOf(face)
  return [
    ...(drainLabel === undefined
      ? []
      : [action(drainLabel, t('let requests finish, resume'), drain.ask, 'D')]),
    ...(baseUrl
      ? [
          action(
            t('Copy {{text}}', { text: baseUrl }),
            t('address base url clipboard'),
            () => void copyText(baseUrl),
          ),
        ]
      : []),
    action(t('Refresh status'), t('refresh reload'), refresh),
    ...themes,
    action(t('Collapse or expand the sidebar'), t('sidebar'), toggleRail, '['),
  ]
}

/** Lists and actions that answer a question. */
function useQuestions(): Entry[] {
  const [, go] = useLocation()
  const { api } = useDeps()
  const copyLastError = async () => {
    const { requests } = await readSummaries(api, { outcome: 'unsuccessful', limit: 1 })
    const id = requests[0]?.requestId
    if (id !== undefined) await copyText(await api.text(`/api/requests/${id}/export?format=curl`))
  }
  return [
    action(t('Show failed requests'), t('errors rate limited overloaded'), () =>
      go('/activity?outcome=unsuccessful'),
    ),
    action(t('Show the slowest requests'), t('duration slow'), () => go('/activity?sort=duration')),
    action(t('Show the most expensive requests'), t('cost price'), () => go('/activity?sort=cost')),
    action(t('Show the most expensive sessions'), t('cost tokens burned'), () => go('/sessions?sort=cost')),
    action(t('Show cache misses'), t('cache write cost'), () => go('/activity?cache=missed')),
    action(t('Copy the last failed request as curl'), t('clipboard error'), () => void copyLastError()),
    action(t('Restart Signalbox…'), t('restart'), () => go('/settings?ask=restart')),
    action(t('Stop Signalbox…'), t('quit exit shut down'), () => go('/settings?ask=stop')),
  ]
}

function useFoundSessions(query: string): Entry[] {
  const [, go] = useLocation()
  const { api } = useDeps()
  const wanted = query.trim()
  const { data } = useQuery({
    queryKey: ['palette-sessions', wanted],
    queryFn: ({ signal }) =>
      api.get(`/api/sessions${toQuery({ search: wanted, limit: MAX_SESSIONS })}`, SessionList, signal),
    enabled: wanted.length >= 2,
    staleTime: 10_000,
  })
  return (data?.sessions ?? []).map((session) => {
    const { project, title } = nameSession(session)
    return {
      id: `session ${session.id}`,
      group: t('Sessions'),
      label: [project, title].filter(Boolean).join(' · '),
      // The server may have matched a part that the label does not show.
      words: `${wanted} ${session.project ?? ''}`,
      run: () => go(`/sessions/${encodeURIComponent(session.id)}`),
    }
  })
}

const MAX_SESSIONS = 8

const THEME_LABELS: Readonly<Record<ThemeName, () => string>> = {
  system: () => t('Theme: system'),
  light: () => t('Theme: light'),
  dark: () => t('Theme: dark'),
}

/** Label of the drain action. Undefined if it would do nothing or is already pending. */
function drainLabelOf({ face }: DrainButtonState): string | undefined {
  switch (face) {
    case 'ready':
      return t('Drain')
    case 'draining':
      return t('Cancel drain')
    case 'drained':
      return t('Resume')
    case 'unavailable':
    case 'asking':
      return undefined
  }
}

function action(label: string, words: string, run: () => void, hint?: string): Entry {
  return { id: `action ${label}`, group: t('Actions'), label, words, run, ...(hint && { hint }) }
}

function useRequests(query: string): Entry[] {
  const [, go] = useLocation()
  const { finished } = useLiveFeed()
  const { now } = useServer()
  const wanted = query.trim()
  // Requests are listed only for a query, because an empty palette is not for browsing the log.
  if (wanted.length < 2) return []
  const known = finished.map((request): Entry => {
    const outcome = toOutcome(request)
    return {
      id: `request ${request.requestId}`,
      group: t('Requests'),
      label: `${shortModel(request.model ?? request.endpoint)}, ${formatMoment(Date.parse(request.timestamp), now)}`,
      hint: outcome.word,
      words: [request.requestId, request.sessionId, request.errorType, request.endpoint].join(' '),
      run: () => go(`/activity/${request.requestId}`),
    }
  })
  const search: Entry = {
    id: 'search',
    group: t('Requests'),
    label: t('Search all requests for “{{text}}”', { text: wanted }),
    run: () => go(`/requests?q=${encodeURIComponent(wanted)}`),
  }
  if (!/^[\da-f-]{4,40}$/i.test(wanted)) return [search, ...known]
  const byId: Entry = {
    id: 'by id',
    group: t('Requests'),
    label: t('Open request {{id}}', { id: wanted }),
    run: () => go(`/activity/${wanted}`),
  }
  return [byId, search, ...known]
}

function useFoundConversations(query: string): Entry[] {
  const [, go] = useLocation()
  const wanted = query.trim()
  const { data } = useConversations(wanted)
  if (wanted.length < 2) return []
  const found = data?.pages[0]?.conversations.slice(0, MAX_CONVERSATIONS) ?? []
  return found.map(({ id, projectPath, projectName, title, firstMessage }) => ({
    id: `conversation ${id}`,
    group: t('Conversations'),
    label: title || firstMessage || id,
    // The server may have matched a field that is in neither, so add the query itself.
    words: `${wanted} ${projectName}`,
    run: () => go(withQuery(`/sessions/${id}`, { tab: 'conversation', project: projectPath })),
  }))
}

const MAX_CONVERSATIONS = 8
