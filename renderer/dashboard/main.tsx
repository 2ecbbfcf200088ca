import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createApi } from '../api/api.ts'
import { createClient } from '../api/client.ts'
import { acceptLivez } from '../api/queries.ts'
import { restoreSnapshot } from '../api/snapshot.ts'
import '../status/bridge.ts'
import { startLanguage } from '../language/start-language.ts'
import '../ui/tokens.css'
import '../ui/base.css'
import './dashboard.css'
import { DashboardApp } from './dashboard-app.tsx'
import type { DashboardDeps } from './deps.ts'
import { createLiveFeed } from './live/create-live-feed.ts'

const root = document.getElementById('root')
if (!root) throw new Error('dashboard.html has no #root')

const queryClient = new QueryClient({
  // The server is local, so network state does not matter.
  defaultOptions: { queries: { networkMode: 'always', retry: 1, retryDelay: 500, staleTime: 5_000 } },
})
restoreSnapshot(queryClient, localStorage)

const ask: typeof fetch = (...request) => fetch(...request)
const api = createApi({ fetch: ask })
const now = () => Date.now()
const deps: DashboardDeps = {
  client: createClient({ fetch: ask }),
  api,
  now,
  storage: localStorage,
  bridge: window.signalbox,
  feed: createLiveFeed({
    api,
    open: () => new EventSource('/api/events'),
    onLivez: (livez) => void acceptLivez(queryClient, { kind: 'answer', value: livez }, now()),
    onSettings: () => void queryClient.invalidateQueries({ queryKey: ['settings'] }),
  }),
}

await startLanguage({
  de: () => Promise.all([import('../language/de-tray.json'), import('../language/de-dashboard.json')]),
})
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <DashboardApp deps={deps} />
  </QueryClientProvider>,
)
