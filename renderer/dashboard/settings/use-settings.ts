import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { EnvironmentVariables } from '../../../shared/environment-variables.ts'
import type { StorageSettings } from '../../../shared/live-settings.ts'
import { PriceTable } from '../../../shared/prices.ts'
import { DeletedRequests } from '../../../shared/request-log.ts'
import { StorageStatus } from '../../../shared/storage-status.ts'
import { useDeps } from '../deps.ts'

// Under `settings`, which a settings event from the server invalidates.
const STORAGE = ['settings', 'storage'] as const
const PRICES = ['prices'] as const
/** Poll interval in ms. The log's size grows with every request, but needs no faster updates. */
const EVERY_MS = 10_000

/** Storage settings and their state. */
export function useStorage() {
  const { api } = useDeps()
  return useQuery({
    queryKey: STORAGE,
    queryFn: ({ signal }) => api.get('/api/storage', StorageStatus, signal),
    refetchInterval: EVERY_MS,
  })
}

/** The environment variables in use. They change with a restart only. */
export function useEnvironment() {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['environment'],
    queryFn: ({ signal }) => api.get('/api/environment', EnvironmentVariables, signal),
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

/** All pages show data from the log, so invalidate everything. */
export function useDeleteAll() {
  const { api } = useDeps()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async () => api.send('DELETE', '/api/requests', DeletedRequests),
    networkMode: 'always',
    onSuccess: () => void queryClient.invalidateQueries(),
  })
}

/** Prices used for cost estimates. */
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
      // Estimates depend on the prices.
      void queryClient.invalidateQueries({ queryKey: ['costs'] })
    },
  })
}
