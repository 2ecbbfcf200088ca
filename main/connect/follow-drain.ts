import { createMutex } from '../base/mutex.ts'
import type { DrainSource } from '../../shared/livez.ts'
import type { Connector } from './create-connector.ts'

export interface FollowDrainDeps {
  connector: Pick<Connector, 'listening' | 'stopping'>
  drain: { state: () => { source: DrainSource } | undefined; onChange: (listener: () => void) => () => void }
  /** Where we listen; undefined while we do not. */
  baseUrl: () => string | undefined
}

/**
 * Takes Claude Code's settings back as soon as a drain begins that ends the program, because a session that starts
 * meanwhile would begin with an address that is about to die; brings them back when the drain is taken back.
 * Returns what resolves when nothing of this is under way.
 */
export function followDrain({ connector, drain, baseUrl }: FollowDrainDeps): () => Promise<void> {
  // Whether the settings were taken back for a drain.
  let isGone = false
  // One after the other: a change of mind must not overtake what it takes back.
  const { runExclusive, idle } = createMutex()

  async function settle(): Promise<void> {
    const source = drain.state()?.source
    const isLeaving = source === 'quit' || source === 'signal'
    if (isLeaving === isGone) return
    isGone = isLeaving
    if (isLeaving) return connector.stopping()
    const address = baseUrl()
    if (address !== undefined) await connector.listening(address)
  }
  drain.onChange(() => {
    void runExclusive(settle)
  })
  return idle
}
