import { setTimeout } from 'node:timers/promises'

/** Waits that can all be cut short, for ever. */
export interface Pause {
  wait: (ms: number) => Promise<void>
  end: () => void
}

export function createPause(): Pause {
  const ended = new AbortController()
  return {
    async wait(ms) {
      await setTimeout(ms, undefined, { signal: ended.signal }).catch(() => undefined)
    },
    end: () => ended.abort(),
  }
}
