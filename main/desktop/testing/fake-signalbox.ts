import type { Livez } from '../../../shared/livez.ts'
import type { Signalbox } from '../../base/signalbox.ts'
import { snapshot } from '../tray/snapshot-fixtures.ts'

export interface FakeSignalbox extends Signalbox {
  /** Names of the calls, in order. */
  calls: string[]
  /** Ends the drain, as the last request in flight would. */
  endDrain: () => void
}

/** For tests: a core that only records calls, and whose drain ends on request. */
export function fakeSignalbox(overrides: Partial<Signalbox> = {}): FakeSignalbox {
  const listeners = new Set<() => void>()
  const waiting: (() => void)[] = []
  const calls: string[] = []
  let draining = false
  const livez = (): Livez => ({ ...snapshot().livez, draining })
  const signalbox: FakeSignalbox = {
    calls,
    endDrain: () => waiting.splice(0).forEach((resolve) => resolve()),
    async start(options) {
      calls.push(`start ${JSON.stringify(options)}`)
      return signalbox.state()
    },
    async stop() {
      calls.push('stop')
    },
    endingNow: () => void calls.push('ending'),
    state: () => snapshot().server,
    livez,
    verdict: () => snapshot().verdict,
    wake: () => void calls.push('wake'),
    drain(source) {
      calls.push(`drain ${source}`)
      draining = true
    },
    resume() {
      calls.push('resume')
      draining = false
      listeners.forEach((listener) => listener())
      return true
    },
    drained: () => new Promise((resolve) => waiting.push(() => resolve({ cut: 0 }))),
    hostedBy: () => undefined,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ...overrides,
  }
  return signalbox
}
