import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Livez } from '../../../shared/livez.ts'
import { ShutdownResponse, type ShutdownRequest } from '../../../shared/shutdown.ts'
import { useDeps } from '../deps.ts'
import { shutdownStep, type ShutdownStep } from './to-shutdown-step.ts'

/** Poll interval while the server stops, in ms. */
const LOOK_EVERY = 500

export interface Shutdown {
  /** Undefined before a request. */
  step: ShutdownStep | undefined
  /** The requested action. */
  asked: ShutdownRequest | undefined
  inFlight: number
  startCommand: string | null
  isPending: boolean
  error: Error | null
  ask: (request: ShutdownRequest) => void
  /** Cancels a stop that still waits for requests. */
  callOff: () => void
  /** Clears the result. */
  reset: () => void
}

/** Stops or restarts the server and tracks its progress. */
export function useShutdown(): Shutdown {
  const { api } = useDeps()
  const [asked, setAsked] = useState<ShutdownRequest>()
  const run = useMutation({
    mutationFn: async (request: ShutdownRequest) =>
      api.send('POST', '/api/shutdown', ShutdownResponse, request),
    networkMode: 'always',
    onSuccess: (_response, request) => setAsked(request),
  })
  const resume = useMutation({
    mutationFn: async () => api.send('DELETE', '/api/drain', Livez),
    networkMode: 'always',
  })
  const response = run.data
  const look = useQuery({
    queryKey: ['shutdown', response?.instance_id],
    queryFn: ({ signal }) => api.get('/livez', Livez, signal),
    enabled: asked !== undefined && response !== undefined,
    refetchInterval: LOOK_EVERY,
    retry: false,
    networkMode: 'always',
    gcTime: 0,
  })
  const step =
    asked === undefined || response === undefined
      ? undefined
      : shutdownStep({
          restart: asked.restart === true,
          instanceId: response.instance_id,
          livez: look.data,
          isGone: look.isError,
          isCalledOff: resume.isSuccess,
        })
  return {
    step,
    asked,
    inFlight: look.data?.in_flight ?? response?.in_flight ?? 0,
    startCommand: response?.start_command ?? null,
    isPending: run.isPending || resume.isPending,
    error: run.error ?? resume.error,
    ask: (request) => {
      resume.reset()
      run.mutate(request)
    },
    callOff: () => resume.mutate(),
    reset() {
      run.reset()
      resume.reset()
      setAsked(undefined)
    },
  }
}
