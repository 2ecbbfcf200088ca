import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BudgetsResponse } from '../../../shared/budgets.ts'
import type { Api } from '../../api/api.ts'

// Under `settings`, which a settings event from the server invalidates.
const BUDGETS = ['settings', 'budgets'] as const
/** Poll interval in ms. */
const EVERY_MS = 5_000

/** Budgets and their use; undefined before the first response. */
export function useBudgets(api: Api, visible: boolean) {
  return useQuery({
    queryKey: BUDGETS,
    queryFn: ({ signal }) => api.get('/api/budgets', BudgetsResponse, signal),
    enabled: visible,
    refetchInterval: EVERY_MS,
    retry: false,
    staleTime: 0,
    gcTime: Infinity,
    networkMode: 'always',
  })
}

interface Lift {
  id: string
  lifted: boolean
}

/** Lifts a hard budget for today, or makes it refuse again. */
export function useLiftBudget(api: Api) {
  const onSuccess = useStoreBudgets()
  return useMutation({
    mutationFn: (lift: Lift) => api.send('POST', '/api/budgets/lift', BudgetsResponse, lift),
    networkMode: 'always',
    onSuccess,
  })
}

/** Replaces the budgets that the page knows by those of a response. */
export function useStoreBudgets(): (response: BudgetsResponse) => Promise<void> {
  const queryClient = useQueryClient()
  return async (response) => {
    await queryClient.cancelQueries({ queryKey: BUDGETS })
    queryClient.setQueryData(BUDGETS, response)
  }
}
