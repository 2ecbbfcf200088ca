import { useMutation } from '@tanstack/react-query'
import { Diagnostics, SelfTest } from '../../../shared/diagnostics.ts'
import { useDeps } from '../deps.ts'

/** Content of a support bundle. Created only on request. */
export function useDiagnostics() {
  const { api } = useDeps()
  return useMutation({
    mutationFn: async () => api.get('/api/diagnostics', Diagnostics),
    networkMode: 'always',
  })
}

/** Forged requests to Signalbox itself. */
export function useSelfTest() {
  const { api } = useDeps()
  return useMutation({
    mutationFn: async () => api.send('POST', '/api/diagnostics/self-test', SelfTest),
    networkMode: 'always',
  })
}
