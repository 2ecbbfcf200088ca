import { FAMILIES, type FailureKind } from './outcome.ts'

const SLOT_MS = 5_000
const SLOTS = 12

interface Slot {
  /** Number of the 5 s period since the clock's start; −1 while unused. */
  period: number
  total: number
  failed: Partial<Record<FailureKind, number>>
}

export interface MinuteCounts {
  /** Requests that ended in the last minute, with any outcome. */
  total: number
  failed: number
  /** Failures except those refused by a limit, which aren't the upstream's fault. */
  faults: number
  /** The most frequent kind of fault. */
  mostly: FailureKind | undefined
}

/** Counts of the last minute in slots of 5 s: constant work per request, constant memory. */
export interface Minute {
  add: (at: number, kind: FailureKind | 'ok') => void
  count: (now: number) => MinuteCounts
  clear: () => void
}

export function createMinute(): Minute {
  const slots: Slot[] = Array.from({ length: SLOTS }, () => ({ period: -1, total: 0, failed: {} }))

  return {
    add(at, kind) {
      const period = Math.floor(at / SLOT_MS)
      const slot = slots[period % SLOTS]
      if (slot === undefined || slot.period > period) return
      if (slot.period < period) Object.assign(slot, { period, total: 0, failed: {} })
      slot.total++
      if (kind !== 'ok') slot.failed[kind] = (slot.failed[kind] ?? 0) + 1
    },
    count(now) {
      const oldest = Math.floor(now / SLOT_MS) - SLOTS
      const recent = slots.filter(({ period }) => period > oldest)
      const kinds = new Map<FailureKind, number>()
      for (const { failed } of recent)
        for (const [kind, count] of Object.entries(failed) as [FailureKind, number][])
          kinds.set(kind, (kinds.get(kind) ?? 0) + count)
      const faults = [...kinds]
        .filter(([kind]) => FAMILIES[kind] !== 'limited')
        .toSorted((a, b) => b[1] - a[1])
      return {
        total: sum(recent.map(({ total }) => total)),
        failed: sum([...kinds.values()]),
        faults: sum(faults.map(([, count]) => count)),
        mostly: faults[0]?.[0],
      }
    },
    clear() {
      for (const slot of slots) Object.assign(slot, { period: -1, total: 0, failed: {} })
    },
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
