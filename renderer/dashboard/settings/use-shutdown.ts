import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Livez } from '../../../shared/livez.ts'
import { ShutdownResponse, type ShutdownRequest } from '../../../shared/shutdown.ts'
import { useDeps } from '../deps.ts'
import { shutdownStep, type ShutdownStep } from './to-shutdown-step.ts'

/** How often the ending server is looked at, in ms. */
const LOOK_EVERY = 500

export interface Shutdown {
  /** Undefined before anything was asked for. */
  step: ShutdownStep | undefined
  /** What was asked for. */
  asked: ShutdownRequest | undefined
  inFlight: number
  startCommand: string | null
  isPending: boolean
  error: Error | null
  ask: (request: ShutdownRequest) => void
  /** Calls a stop off that still waits for requests. */
  callOff: () => void
  /** Forgets what has happened. */
  reset: () => void
}

/** Stops or restarts the server, and follows it to its end. */
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
