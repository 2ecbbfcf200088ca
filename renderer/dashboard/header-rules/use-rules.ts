import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ProxySettings } from '../../../shared/live-settings.ts'
import { useDeps } from '../deps.ts'

/** Under `settings`, which a settings event from the server invalidates. */
const RULES = ['settings', 'header-rules'] as const

/** Current header rules. */
export function useRules() {
  const { api } = useDeps()
  return useQuery({
    queryKey: RULES,
    queryFn: ({ signal }) => api.get('/api/settings', ProxySettings, signal),
  })
}

/** Replaces both lists, one change at a time. The page always shows the server's state. */
export function useSaveRules() {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  // The last requested change; the next one waits for it.
  const last = useRef<Promise<unknown>>(Promise.resolve())
  return useMutation({
    mutationFn: async (change: (rules: ProxySettings) => ProxySettings) => {
      const turn = last.current.then(async () => {
        const now = await api.get('/api/settings', ProxySettings)
        return api.send('PUT', '/api/settings', ProxySettings, change(now))
      })
      last.current = turn.catch(() => undefined)
      return turn
    },
    networkMode: 'always',
    onSuccess: async (rules) => {
      await queryClient.cancelQueries({ queryKey: RULES })
      queryClient.setQueryData(RULES, rules)
    },
  })
}
