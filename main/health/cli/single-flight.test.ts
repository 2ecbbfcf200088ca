import { describe, expect, it } from 'vitest'
import { createSingleFlight } from './single-flight.ts'

/** Work that ends only when the test resolves it, even after an abort. */
function createManualWork(): {
  work: (signal: AbortSignal) => Promise<number>
  finish: () => void
  signals: AbortSignal[]
} {
  const signals: AbortSignal[] = []
  const finishers: (() => void)[] = []
  return {
    work: (signal) => {
      const { promise, resolve } = Promise.withResolvers<number>()
      const run = signals.push(signal)
      finishers.push(() => resolve(run))
      return promise
    },
    finish: () => finishers.shift()?.(),
    signals,
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const never = new AbortController().signal

describe('createSharedFlight', () => {
  it('gives callers that come meanwhile the result of the same run, and later ones a new run', async () => {
    const { work, finish, signals } = createManualWork()
    const fly = createSingleFlight(work)
    const both = Promise.all([fly(never), fly(never)])
    await settle()
    finish()
    expect(await both).toEqual([1, 1])
    const third = fly(never)
    await settle()
    finish()
    expect(await third).toBe(2)
    expect(signals).toHaveLength(2)
  })

  it('goes on for the other caller when one gives up', async () => {
    const { work, finish, signals } = createManualWork()
    const fly = createSingleFlight(work)
    const abort = new AbortController()
    const first = fly(abort.signal)
    const second = fly(never)
    await settle()
    abort.abort(new Error('gone'))
    await expect(first).rejects.toThrow('gone')
    expect(signals[0]?.aborted).toBe(false)
    finish()
    expect(await second).toBe(1)
  })

  it('aborts the work without callers, and lets no caller join it any more', async () => {
    const { work, finish, signals } = createManualWork()
    const fly = createSingleFlight(work)
    const abort = new AbortController()
    const first = fly(abort.signal)
    await settle()
    abort.abort(new Error('gone'))
    await settle()
    expect(signals[0]?.aborted).toBe(true)

    const second = fly(never)
    const third = fly(never)
    finish()
    // Only now, because the last caller waits for the cleanup.
    await expect(first).rejects.toThrow('gone')
    finish()
    expect(await Promise.all([second, third])).toEqual([2, 2])
    expect(signals).toHaveLength(2)
  })

  it('passes a failure on and tries again next time', async () => {
    let runs = 0
    const fly = createSingleFlight(() => {
      runs += 1
      return runs === 1 ? Promise.reject(new Error('once')) : Promise.resolve(runs)
    })
    await expect(fly(never)).rejects.toThrow('once')
    expect(await fly(never)).toBe(2)
  })

  it('does nothing for a caller whose signal is already aborted', async () => {
    const { work, signals } = createManualWork()
    await expect(createSingleFlight(work)(AbortSignal.abort(new Error('late')))).rejects.toThrow('late')
    expect(signals).toEqual([])
  })
})
