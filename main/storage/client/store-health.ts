import type { WorkerState } from '../protocol.ts'

/** A batch that takes longer says that the worker hangs: a disk or a network drive that does not answer. In ms. */
const SLOW = 10_000
const STUCK = 60_000

export type StoreFacts = WorkerState & {
  /** Since when something is wrong, in ms since 1970. */
  since: number | undefined
}

export interface StoreHealth {
  set: (state: Partial<WorkerState>) => void
  /** A batch was sent. */
  waits: () => void
  /** A batch was acknowledged. */
  alive: () => void
  facts: () => StoreFacts
  /** Whether it should be started again. */
  isStuck: () => boolean
  onChange: (listener: () => void) => () => void
}

/** What is known of the worker's state, and since when. */
export function createStoreHealth(now: () => number): StoreHealth {
  let state: WorkerState = {
    reason: undefined,
    message: undefined,
    fileBytes: 0,
    setAside: [],
    displaced: undefined,
  }
  let since: number | undefined
  /** When the batch was sent that has no answer yet. */
  let waitingSince: number | undefined
  const listeners = new Set<() => void>()

  /** A worker that knows what it waits for says so; one that says nothing for long does not work. */
  const silentFor = () =>
    state.reason === undefined && waitingSince !== undefined ? now() - waitingSince : 0

  return {
    isStuck: () => silentFor() > STUCK,
    set(next) {
      const before = [state.reason, state.displaced?.at].join()
      state = { ...state, ...next }
      since = state.reason === undefined ? undefined : (since ?? now())
      if (before !== [state.reason, state.displaced?.at].join()) for (const listener of listeners) listener()
    },
    waits() {
      waitingSince ??= now()
    },
    alive() {
      waitingSince = undefined
    },
    facts() {
      return silentFor() > SLOW
        ? { ...state, reason: 'worker_lost', since: waitingSince }
        : { ...state, since }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
