import type { WorkerState } from '../protocol.ts'

/** A batch that takes longer means that the worker hangs, as on an unresponsive disk or network drive. In ms. */
const SLOW = 10_000
const STUCK = 60_000

export type StoreFacts = WorkerState & {
  /** Start of the current failure, in ms since 1970. */
  since: number | undefined
}

export interface StoreHealth {
  set: (state: Partial<WorkerState>) => void
  /** Call when a batch was sent. */
  waits: () => void
  /** Call when a batch was acknowledged. */
  alive: () => void
  facts: () => StoreFacts
  /** True when the worker must be restarted. */
  isStuck: () => boolean
  onChange: (listener: () => void) => () => void
}

/** The worker's last known state, and the start of its failure. */
export function createStoreHealth(now: () => number): StoreHealth {
  let state: WorkerState = {
    reason: undefined,
    message: undefined,
    fileBytes: 0,
    setAside: [],
    displaced: undefined,
  }
  let since: number | undefined
  /** Time at which the oldest unacknowledged batch was sent. */
  let waitingSince: number | undefined
  const listeners = new Set<() => void>()

  /** A worker that knows why it waits reports a reason; one silent for long is stuck. */
  const silentFor = () =>
    state.reason === undefined && waitingSince !== undefined ? now() - waitingSince : 0

  return {
    isStuck: () => silentFor() > STUCK,
    set(next) {
      const before = changesOf(state)
      // The batch has waited for the cause that ends here.
      if (state.reason !== undefined && waitingSince !== undefined) waitingSince = now()
      state = { ...state, update: undefined, ...next }
      since = state.reason === undefined ? undefined : (since ?? now())
      if (before !== changesOf(state)) for (const listener of listeners) listener()
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

function changesOf({ reason, displaced, update }: WorkerState): string {
  return [reason, displaced?.at, update?.step].join()
}
