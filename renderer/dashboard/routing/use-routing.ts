import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  Done,
  type NewProvider,
  type ProviderChange,
  ProviderList,
  ProviderView,
} from '../../../shared/provider-api.ts'
import { type RoutesChange, RoutesView } from '../../../shared/routing-api.ts'
import { useEditDocument } from '../data/use-edit-document.ts'
import { useDeps } from '../deps.ts'

// Under `settings`, which a settings event from the server invalidates.
const PROVIDERS = ['settings', 'providers'] as const
const ROUTES = ['settings', 'routes'] as const

/** Configured providers. */
export function useProviders() {
  const { api } = useDeps()
  return useQuery({
    queryKey: PROVIDERS,
    queryFn: ({ signal }) => api.get('/api/providers', ProviderList, signal),
  })
}

/** Configured routes. */
export function useRoutes() {
  const { api } = useDeps()
  return useQuery({
    queryKey: ROUTES,
    queryFn: ({ signal }) => api.get('/api/routes', RoutesView, signal),
  })
}

export type ProviderAct =
  | { act: 'add'; provider: NewProvider }
  | { act: 'change'; name: string; change: ProviderChange }
  | { act: 'toggle'; name: string }
  | { act: 'remove'; name: string }

/** Changes one provider, which may also affect problems and routes. */
export function useProviderAct() {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (act: ProviderAct): Promise<unknown> => {
      switch (act.act) {
        case 'add':
          return api.send('POST', '/api/providers', ProviderView, act.provider)
        case 'change':
          return api.send('PUT', addressOf(act.name), ProviderView, act.change)
        case 'toggle':
          return api.send('PATCH', `${addressOf(act.name)}/toggle`, Done)
        case 'remove':
          return api.send('DELETE', addressOf(act.name), Done)
      }
    },
    networkMode: 'always',
    onSettled: async () => queryClient.invalidateQueries({ queryKey: ['settings'] }),
  })
}

function addressOf(name: string): string {
  return `/api/providers/${encodeURIComponent(name)}`
}

/** An object without one of its keys. */
export function without<Value>(all: Readonly<Record<string, Value>>, name: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([each]) => each !== name))
}

type RoutesEdit = (now: RoutesView) => Partial<RoutesChange>

/** Changes routes and sub-agents. */
export function useSaveRoutes() {
  return useEditDocument({
    path: '/api/routes',
    schema: RoutesView,
    queryKey: ROUTES,
    apply: (now, edit: RoutesEdit) => ({ routes: now.routes, subagents: now.subagents, ...edit(now) }),
  })
}
