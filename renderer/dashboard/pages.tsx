import { type ComponentType, lazy } from 'react'
import { t } from '../language/t.ts'
import type { IconName } from '../ui/icon.tsx'

export interface PageEntry {
  /** `/requests`. Includes all paths below it. */
  path: string
  label: () => string
  icon: IconName
  /** Second key of its shortcut, after G. */
  key: string
  /** Search terms for the palette. */
  about: () => string
  /** `watch`: monitoring. `change`: settings. */
  group: 'watch' | 'change'
  /** Lazily loaded when first shown, or earlier: see `preload`. */
  View: ComponentType
  preload: () => Promise<unknown>
}

/** All pages of the dashboard, in sidebar order. To add a page, add an entry. */
export const PAGES: readonly PageEntry[] = [
  {
    path: '/',
    label: () => t('Overview'),
    icon: 'overview',
    key: 'o',
    about: () => t('state, today, limits, last errors, setup'),
    group: 'watch',
    ...later(async () => (await import('./overview/overview-page.tsx')).OverviewPage),
  },
  {
    path: '/activity',
    label: () => t('Activity'),
    icon: 'requests',
    key: 'a',
    about: () => t('requests, live, in flight, log, search, filter, headers, raw, timing'),
    group: 'watch',
    ...later(async () => (await import('./requests/requests-page.tsx')).RequestsPage),
  },
  {
    path: '/sessions',
    label: () => t('Sessions'),
    icon: 'conversations',
    key: 'e',
    about: () => t('sessions, cost, context, conversations, projects, transcripts, resume'),
    group: 'watch',
    ...later(async () => (await import('./sessions/sessions-page.tsx')).SessionsPage),
  },
  {
    path: '/usage',
    label: () => t('Usage'),
    icon: 'usage',
    key: 'u',
    about: () => t('tokens, cost, models, organizations, cache'),
    group: 'watch',
    ...later(async () => (await import('./usage/usage-page.tsx')).UsagePage),
  },
  {
    path: '/logs',
    label: () => t('Logs'),
    icon: 'logs',
    key: 't',
    about: () => t('Signalbox’s own log, errors, follow, file'),
    group: 'watch',
    ...later(async () => (await import('./logs/logs-page.tsx')).LogsPage),
  },
  {
    path: '/connect',
    label: () => t('Connect'),
    icon: 'connect',
    key: 'k',
    about: () => t('switch, doctor, Claude Code, first run, tool search'),
    group: 'change',
    ...later(async () => (await import('./connect/connect-page.tsx')).ConnectPage),
  },
  {
    path: '/header-rules',
    label: () => t('Header rules'),
    icon: 'rules',
    key: 'h',
    about: () => t('block, set or replace headers, dry run'),
    group: 'change',
    ...later(async () => (await import('./header-rules/header-rules-page.tsx')).HeaderRulesPage),
  },
  {
    path: '/routing',
    label: () => t('Routing'),
    icon: 'routing',
    key: 'p',
    about: () => t('providers, keys, models, routes, sub-agents, routing test, claude-code-router'),
    group: 'change',
    ...later(async () => (await import('./routing/routing-page.tsx')).RoutingPage),
  },
  {
    path: '/settings',
    label: () => t('Settings'),
    icon: 'settings',
    key: 's',
    about: () => t('storage, capture, prices, version, files, diagnostics, self-test'),
    group: 'change',
    ...later(async () => (await import('./settings/settings-page.tsx')).SettingsPage),
  },
]

/** A page that is loaded in a separate chunk. */
function later(load: () => Promise<ComponentType>): Pick<PageEntry, 'View' | 'preload'> {
  return { View: lazy(async () => ({ default: await load() })), preload: load }
}
