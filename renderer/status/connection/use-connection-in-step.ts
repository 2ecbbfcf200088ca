import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { LIVEZ } from '../../api/queries.ts'
import type { ShownVerdict } from '../read-verdict.ts'

export const CONNECTION = ['connection'] as const

/** Refetches the connection when the verdict disagrees with it, because the two are polled separately. */
export function useConnectionInStep({ connection }: ShownVerdict): void {
  const queryClient = useQueryClient()
  const code = connection?.code
  const last = useRef(code)
  useEffect(() => {
    if (last.current === code) return
    last.current = code
    void queryClient.invalidateQueries({ queryKey: CONNECTION })
  }, [queryClient, code])
}

/** Refetches the verdict right after the switch is used. */
export function useVerdictInStep(): () => Promise<void> {
  const queryClient = useQueryClient()
  return () => queryClient.refetchQueries({ queryKey: LIVEZ }, { cancelRefetch: true })
}
