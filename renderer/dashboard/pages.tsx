import { type ComponentType, lazy } from 'react'
import type { IconName } from '../ui/icon.tsx'

export interface PageEntry {
  /** `/requests`. What lies below it belongs to the page too. */
  path: string
  label: string
  icon: IconName
  /** The key that goes there, after G. */
  key: string
  /** What one finds there, for the palette: words that somebody might type. */
  about: string
  /** `watch`: what happens. `change`: what is set. */
  group: 'watch' | 'change'
  /** Its component, whose code is fetched when the page is first shown, or before: see `preload`. */
  View: ComponentType
  preload: () => Promise<unknown>
}

/** Every page of the dashboard, in the order of the rail. A page is added by one entry. */
export const PAGES: readonly PageEntry[] = [
  {
    path: '/',
    label: 'Overview',
    icon: 'overview',
    key: 'o',
    about: 'state, today, limits, last errors, setup',
    group: 'watch',
    ...later(async () => (await import('./overview/overview-page.tsx')).OverviewPage),
  },
  {
    path: '/live',
    label: 'Live',
    icon: 'live',
    key: 'l',
    about: 'in flight, last requests, drain',
    group: 'watch',
    ...later(async () => (await import('./live/live-page.tsx')).LivePage),
  },
  {
    path: '/requests',
    label: 'Requests',
    icon: 'requests',
    key: 'r',
    about: 'log, search, filter, headers, raw, timing',
    group: 'watch',
    ...later(async () => (await import('./requests/requests-page.tsx')).RequestsPage),
  },
  {
    path: '/conversations',
    label: 'Conversations',
    icon: 'conversations',
    key: 'c',
    about: 'sessions, projects, transcripts, resume',
    group: 'watch',
    ...later(async () => (await import('./conversations/conversations-page.tsx')).ConversationsPage),
  },
  {
    path: '/usage',
    label: 'Usage',
    icon: 'usage',
    key: 'u',
    about: 'tokens, cost, models, organisations, cache',
    group: 'watch',
    ...later(async () => (await import('./usage/usage-page.tsx')).UsagePage),
  },
  {
    path: '/connect',
    label: 'Connect',
    icon: 'connect',
    key: 'k',
    about: 'switch, doctor, Claude Code, first run, tool search',
    group: 'change',
    ...later(async () => (await import('./connect/connect-page.tsx')).ConnectPage),
  },
  {
    path: '/header-rules',
    label: 'Header rules',
    icon: 'rules',
    key: 'h',
    about: 'block, set or replace headers, dry run',
    group: 'change',
    ...later(async () => (await import('./header-rules/header-rules-page.tsx')).HeaderRulesPage),
  },
  {
    path: '/routing',
    label: 'Routing',
    icon: 'routing',
    key: 'p',
    about: 'providers, keys, models, routes, sub-agents, test bench, claude-code-router',
    group: 'change',
    ...later(async () => (await import('./routing/routing-page.tsx')).RoutingPage),
  },
  {
    path: '/settings',
    label: 'Settings',
    icon: 'settings',
    key: 's',
    about: 'storage, capture, prices, version, files',
    group: 'change',
    ...later(async () => (await import('./settings/settings-page.tsx')).SettingsPage),
  },
]

/** A page whose code is not part of the first download. */
function later(load: () => Promise<ComponentType>): Pick<PageEntry, 'View' | 'preload'> {
  return { View: lazy(async () => ({ default: await load() })), preload: load }
}
