import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { createApi } from '../api/api.ts'
import { createClient } from '../api/client.ts'
import { restoreSnapshot } from '../api/snapshot.ts'
import { startLanguage } from '../language/start-language.ts'
import '../ui/tokens.css'
import '../ui/base.css'
import { restoreLimits } from './limits/keep-limits.ts'
import { TrayApp } from './tray-app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('tray.html has no #root')

const queryClient = new QueryClient()
restoreSnapshot(queryClient, localStorage)
restoreLimits(queryClient, localStorage)
const ask: typeof fetch = (...request) => fetch(...request)
const deps = {
  client: createClient({ fetch: ask }),
  api: createApi({ fetch: ask }),
  now: () => Date.now(),
  storage: localStorage,
  bridge: window.signalbox,
}

await startLanguage({ de: async () => [await import('../language/de-tray.json')] })
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <TrayApp deps={deps} />
  </QueryClientProvider>,
)
