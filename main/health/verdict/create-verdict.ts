import { isDeepStrictEqual } from 'node:util'
import { createListeners } from '../../base/listeners.ts'
import type { Verdict } from '../../../shared/verdict.ts'
import type { Evidence } from './evidence.ts'
import { judge } from './judge.ts'

export interface VerdictSource {
  /** The verdict at this moment: the same object until something in it changes. */
  read: () => Verdict
  /** To be called when evidence may have changed. */
  judge: () => void
  /** Called when the verdict has changed. Returns the unsubscriber. */
  onChange: (listener: () => void) => () => void
}

/** Keeps the verdict, with the time since when the state is so. */
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
