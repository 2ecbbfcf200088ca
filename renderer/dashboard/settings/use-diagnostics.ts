import { useMutation } from '@tanstack/react-query'
import { Diagnostics, SelfTest } from '../../../shared/diagnostics.ts'
import { useDeps } from '../deps.ts'

/** What somebody who helps needs to know. Only made when it is asked for. */
export function useDiagnostics() {
  const { api } = useDeps()
  return useMutation({
    mutationFn: async () => api.get('/api/diagnostics', Diagnostics),
    networkMode: 'always',
  })
}

/** The attack on ourselves. */
export function useSelfTest() {
  const { api } = useDeps()
  return useMutation({
    mutationFn: async () => api.send('POST', '/api/diagnostics/self-test', SelfTest),
    networkMode: 'always',
  })
}
