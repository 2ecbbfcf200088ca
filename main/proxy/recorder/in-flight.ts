import { createListeners } from '../../base/listeners.ts'
import type { InFlightItem, InFlightPhase } from '../../../shared/livez.ts'

/** One request between its arrival and the close of its response. */
export interface InFlightEntry {
  readonly id: string
  setPhase: (phase: InFlightPhase) => void
  setModel: (model: string) => void
  /** Size of the request's body, in bytes. */
  setBytes: (bytes: number) => void
  /** Sets the reader of the request's body while it is in flight. */
  setBody: (read: InFlightRequest['body']) => void
  /** A response byte has passed. */
  heard: () => void
  model: () => string | undefined
  /** Removes the request. Further calls do nothing. */
  leave: () => void
}

export interface InFlight {
  enter: (request: EnteredRequest) => InFlightEntry
  find: (id: string) => InFlightRequest | undefined
  count: () => number
  /** Age of the oldest request in ms; undefined if there is none. */
  oldestMs: () => number | undefined
  /** Oldest first. */
  list: (most: number) => InFlightItem[]
  /** Called when a request enters or leaves. Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
}

export interface EnteredRequest {
  id: string
  path: string
  method?: string | undefined
  /** Claude Code's session. */
  session?: string | undefined
}

/** A request in flight, as shown by the API. */
export interface InFlightRequest {
  item: InFlightItem
  method: string
  /** The request's body, if kept; its memory may serve another request later. */
  body: () => Uint8Array | undefined
}

interface Running extends Omit<InFlightRequest, 'item'> {
  item: Omit<InFlightItem, 'age_ms' | 'silent_ms'>
  since: number
  /** Time of the phase's beginning, or of the last byte. */
  heardAt: number
}

/**
 * The requests in flight, as shown in `/livez` and the tray and awaited by the drain.
 *
 * @param now a monotonic clock in ms, so that a clock change never makes an age negative
 */
export function createInFlight(now: () => number): InFlight {
  // A Map keeps insertion order, so the first entry is always the oldest.
  const running = new Map<string, Running>()
  const listeners = createListeners()

  return {
    enter({ id, path, method = 'POST', session }) {
      const since = now()
      const item = { id, path, phase: 'receiving', ...(session !== undefined && { session }) } as const
      const record: Running = { item: { ...item }, method, body: noBody, since, heardAt: since }
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
        setBytes(bytes) {
          record.item.bytes = bytes
        },
        setBody(read) {
          record.body = read
        },
        heard() {
          record.heardAt = now()
        },
        model: () => record.item.model,
        leave() {
          // A long-lived Map is rebuilt in V8's old generation, and removed entries then survive until a full
          // collection: hundreds of records, with everything that one of them references.
          record.body = noBody
          if (running.delete(id)) listeners.notify()
        },
      }
    },
    count: () => running.size,
    oldestMs() {
      const first = running.values().next()
      return first.done ? undefined : now() - first.value.since
    },
    find(id) {
      const record = running.get(id)
      return record && { item: toItem(record, now()), method: record.method, body: record.body }
    },
    list(most) {
      const items: InFlightItem[] = []
      const at = now()
      for (const record of running.values()) {
        if (items.length === most) break
        items.push(toItem(record, at))
      }
      return items
    },
    onChange: listeners.add,
  }
}

const noBody = () => undefined

function toItem({ item, since, heardAt }: Running, at: number): InFlightItem {
  return { ...item, age_ms: Math.round(at - since), silent_ms: Math.round(at - heardAt) }
}
