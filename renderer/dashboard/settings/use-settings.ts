import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { StorageSettings } from '../../../shared/live-settings.ts'
import { PriceTable } from '../../../shared/prices.ts'
import { DeletedRequests } from '../../../shared/request-log.ts'
import { StorageStatus } from '../../../shared/storage-status.ts'
import { useDeps } from '../deps.ts'

// Under `settings`, which the server's push makes stale.
const STORAGE = ['settings', 'storage'] as const
const PRICES = ['prices'] as const
/** The log grows with every request; nobody watches it closely. In ms. */
const EVERY_MS = 10_000

/** What the log keeps, and how it does. */
export function useStorage() {
  const { api } = useDeps()
  return useQuery({
    queryKey: STORAGE,
    queryFn: ({ signal }) => api.get('/api/storage', StorageStatus, signal),
    refetchInterval: EVERY_MS,
  })
}

export function useSaveStorage() {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (settings: StorageSettings) => api.send('PUT', '/api/storage', StorageStatus, settings),
    networkMode: 'always',
    onSuccess: async (status) => {
      await queryClient.cancelQueries({ queryKey: STORAGE })
      queryClient.setQueryData(STORAGE, status)
    },
  })
}

/** Everything that any page shows comes from the log. */
export function useDeleteAll() {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async () => api.send('DELETE', '/api/requests', DeletedRequests),
    networkMode: 'always',
    onSuccess: () => void queryClient.invalidateQueries(),
  })
}

/** What estimates are made with. */
export function usePrices() {
  const { api } = useDeps()
  return useQuery({
    queryKey: PRICES,
    queryFn: ({ signal }) => api.get('/api/prices', PriceTable, signal),
  })
}

export function useSavePrices() {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (table: PriceTable) => api.send('PUT', '/api/prices', PriceTable, table),
    networkMode: 'always',
    onSuccess: (table) => {
      queryClient.setQueryData(PRICES, table)
      // Estimates are made anew with them.
      void queryClient.invalidateQueries({ queryKey: ['costs'] })
    },
  })
}
