import { createMutex } from '../base/mutex.ts'
import type { DrainSource } from '../../shared/livez.ts'
import type { Connector } from './create-connector.ts'

export interface FollowDrainDeps {
  connector: Pick<Connector, 'listening' | 'stopping'>
  drain: { state: () => { source: DrainSource } | undefined; onChange: (listener: () => void) => () => void }
  /** The address we listen at; undefined while not listening. */
  baseUrl: () => string | undefined
}

/**
 * Restores Claude Code's settings as soon as a drain that ends the program begins, so that new sessions do not start
 * with an address that is about to close. Reconnects if the drain is cancelled. Returns a function whose promise
 * resolves when no such change is in progress.
 */
export function followDrain({ connector, drain, baseUrl }: FollowDrainDeps): () => Promise<void> {
  // True when the settings were restored for a drain.
  let isGone = false
  // Changes run in sequence: a cancelled drain must not overtake the drain itself.
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
