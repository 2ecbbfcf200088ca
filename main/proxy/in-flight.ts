import { createListeners } from '../../shared/listeners.ts'
import type { InFlightItem, InFlightPhase } from '../../shared/livez.ts'

/** One request between its arrival and the close of its response. */
export interface InFlightEntry {
  readonly id: string
  setPhase: (phase: InFlightPhase) => void
  setModel: (model: string) => void
  /** A byte of the answer has passed. */
  heard: () => void
  model: () => string | undefined
  /** Takes the request off the gauge. Further calls do nothing. */
  leave: () => void
}

export interface InFlight {
  enter: (request: { id: string; path: string }) => InFlightEntry
  count: () => number
  /** Age of the oldest request in ms; `undefined` when there is none. */
  oldestMs: () => number | undefined
  /** Oldest first. */
  list: (most: number) => InFlightItem[]
  /** Called when a request enters or leaves. Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
}

interface Running {
  item: Omit<InFlightItem, 'age_ms' | 'silent_ms'>
  since: number
  /** When the phase began, or the last byte passed. */
  heardAt: number
}

/**
 * The gauge behind `/livez`, the tray and the drain.
 *
 * @param now a monotonic clock in ms, so that a clock change never makes an age negative
 */
export function createInFlight(now: () => number): InFlight {
  // A Map keeps insertion order, so the first entry is always the oldest.
  const running = new Map<string, Running>()
  const listeners = createListeners()

  return {
    enter({ id, path }) {
      const since = now()
      const record: Running = { item: { id, path, phase: 'receiving' }, since, heardAt: since }
      running.set(id, record)
      listeners.notify()
      return {
        id,
        setPhase(phase) {
          record.item.phase = phase
          record.heardAt = now()
        },
        setModel(model) {
          record.item.model = model
        },
        heard() {
          record.heardAt = now()
        },
        model: () => record.item.model,
        leave() {
          if (running.delete(id)) listeners.notify()
        },
      }
    },
    count: () => running.size,
    oldestMs() {
      const first = running.values().next()
      return first.done ? undefined : now() - first.value.since
    },
    list(most) {
      const items: InFlightItem[] = []
      const at = now()
      for (const { item, since, heardAt } of running.values()) {
        if (items.length === most) break
        items.push({ ...item, age_ms: Math.round(at - since), silent_ms: Math.round(at - heardAt) })
      }
      return items
    },
    onChange: listeners.add,
  }
}
