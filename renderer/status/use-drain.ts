import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useReducer } from 'react'
import { acceptLivez, type QueryDeps } from '../api/queries.ts'
import type { Outcome } from '../api/reading.ts'
import { t } from '../language/t.ts'
import { AT_REST, type DrainAsk, type DrainEvent, nextDrain } from './next-drain.ts'

/** Local state of the drain control. Sends the request of step `sending`. */
export function useDrain({ client, now }: QueryDeps): [ask: DrainAsk, tell: (event: DrainEvent) => void] {
  const queryClient = useQueryClient()
  const [ask, tell] = useReducer(nextDrain, AT_REST)
  const wish = ask.step === 'sending' ? ask.wish : undefined
  const resumeAfterMs = ask.step === 'sending' ? ask.resumeAfterMs : undefined

  useEffect(() => {
    if (!wish) return
    void send()
    async function send() {
      const outcome = await (wish === 'drain' ? client.drain(resumeAfterMs) : client.resume())
      if (outcome.kind !== 'answer') return tell({ type: 'refused', reason: toReason(outcome) })
      await acceptLivez(queryClient, outcome, now())
      tell({ type: 'done', at: now() })
    }
  }, [wish, resumeAfterMs, client, queryClient, now])

  return [ask, tell]
}

function toReason(outcome: Exclude<Outcome<unknown>, { kind: 'answer' }>): string {
  if (outcome.kind === 'no-connection') return t('Signalbox isn’t responding. Try again.')
  return outcome.message ?? t('Signalbox rejected the request without a reason.')
}
