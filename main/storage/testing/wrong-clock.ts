import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStorageWorker, type TestEngine } from './open-engine.ts'

/** A data folder, and a program whose wall clock may be wrong. */
export interface WrongClock {
  readonly folder: string
  /** Elapsed real time in ms. */
  passed: number
  /** Error of the wall clock in ms. */
  wrong: number
  /** The wall clock, in ms since 1970. */
  now: () => number
  open: () => TestEngine
  remove: () => void
}

/** @param startedAt the right time at the beginning, in ms since 1970 */
export function createWrongClock(startedAt: number): WrongClock {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-clock-'))
  const clock: WrongClock = {
    folder,
    passed: 0,
    wrong: 0,
    now: () => startedAt + clock.passed + clock.wrong,
    open: () =>
      openStorageWorker(
        { file: join(folder, 'signalbox.db') },
        { maxDays: 30, now: clock.now, steady: () => clock.passed },
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  return clock
}
