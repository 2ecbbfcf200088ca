import { useQuery } from '@tanstack/react-query'
import { PriceTable } from '../../../shared/prices.ts'
import { useDeps } from '../deps.ts'

/** The price table. Undefined until it is loaded. */
export function usePrices(): PriceTable | undefined {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['prices'],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.get('/api/prices', PriceTable, signal),
  }).data
}
