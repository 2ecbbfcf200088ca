import { isDeepStrictEqual } from 'node:util'
import { createListeners } from '../../base/listeners.ts'
import type { Verdict } from '../../../shared/verdict.ts'
import type { Evidence } from './evidence.ts'
import { judge } from './judge.ts'

export interface VerdictSource {
  /** The current verdict. Referentially stable until something in it changes. */
  read: () => Verdict
  /** Call this when evidence may have changed. */
  judge: () => void
  /** Called when the verdict has changed. Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
}

/** Keeps the verdict, and the time since when its state has lasted. */
export function createVerdict(evidence: () => Evidence): VerdictSource {
  const listeners = createListeners()
  let last: Verdict | undefined
  /** The verdict of the last notification. */
  let told: Verdict | undefined

  function read(): Verdict {
    const next = judge(evidence(), last)
    if (last === undefined || !isDeepStrictEqual(next, last)) last = next
    return last
  }
  return {
    read,
    judge() {
      if (read() === told) return
      told = last
      listeners.notify()
    },
    onChange: listeners.add,
  }
}
