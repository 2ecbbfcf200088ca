import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { LIVEZ } from '../../api/queries.ts'
import type { ShownVerdict } from '../read-verdict.ts'

export const CONNECTION = ['connection'] as const

/** Asks for the connection at once when the verdict says another thing of it: two polls must not disagree for long. */
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

/** The other way round: after the switch the verdict is asked for at once. */
export function useVerdictInStep(): () => Promise<void> {
  const queryClient = useQueryClient()
  return () => queryClient.refetchQueries({ queryKey: LIVEZ }, { cancelRefetch: true })
}
