import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '../language/t.ts'
import { type QueryDeps, readHealthAgain } from '../api/queries.ts'

export type RecheckState =
  | { step: 'rest' }
  /** `since` in ms since the epoch. */
  | { step: 'running'; since: number }
  | { step: 'failed'; reason: string }

export interface Recheck {
  state: RecheckState
  run: () => void
}

/** Runs all health checks on demand and shows their results. One run at a time. */
export function useRecheck({ client, now }: QueryDeps): Recheck {
  const queryClient = useQueryClient()
  const [state, setState] = useState<RecheckState>({ step: 'rest' })

  async function run() {
    setState({ step: 'running', since: now() })
    const { kind } = await client.recheck()
    if (kind === 'answer') await readHealthAgain(queryClient)
    setState(kind === 'answer' ? { step: 'rest' } : { step: 'failed', reason: reasonOf(kind) })
  }
  return { state, run: () => void (state.step === 'running' || run()) }
}

function reasonOf(kind: 'no-connection' | 'bad-answer'): string {
  return kind === 'no-connection'
    ? t('Signalbox isn’t responding. Try again.')
    : t('Signalbox couldn’t run the checks. Try again.')
}
