import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createInFlight } from './in-flight.ts'

/** Old-generation memory, which no minor collection frees. In bytes. */
function oldMemory(): number {
  const spaces = getHeapSpaceStatistics()
  return spaces.find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? 0
}

function create() {
  const clock = { now: 1_000 }
  return { clock, inFlight: createInFlight(() => clock.now) }
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('createInFlight', () => {
  it('counts a request from its arrival until it leaves, and only once', () => {
    const { inFlight } = create()
    const entry = inFlight.enter({ id: 'a', path: '/v1/messages' })
    expect(inFlight.count()).toBe(1)
    entry.leave()
    entry.leave()
    expect(inFlight.count()).toBe(0)
  })

  it('knows the age of the oldest that is still there', () => {
    const { clock, inFlight } = create()
    const first = inFlight.enter({ id: 'a', path: '/' })
    clock.now += 500
    inFlight.enter({ id: 'b', path: '/' })
    clock.now += 20
    expect(inFlight.oldestMs()).toBe(520)
    first.leave()
    expect(inFlight.oldestMs()).toBe(20)
  })

  it('leaves nothing of the requests that left to the collection of old memory', () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void
    const { inFlight } = create()
    const running = Array.from({ length: 16 }, (_, n) => inFlight.enter({ id: `${n}`, path: '/' }))
    collect()
    collect()
    const before = oldMemory()
    for (let turn = 0; turn < 20; turn++) {
      for (let n = 0; n < 500; n++) {
        const entry = inFlight.enter({ id: `${turn}-${n}`, path: '/' })
        const body = Array.from({ length: 500 }, (_, at) => at)
        entry.setBody(() => Uint8Array.from(body))
        running.shift()?.leave()
        running.push(entry)
      }
      collect({ type: 'minor' })
    }
    // All bodies together are 40 MB; a third of them reached the old generation while finished requests stayed
    // referenced.
    expect(oldMemory() - before).toBeLessThan(4_000_000)
    expect(running).toHaveLength(16)
  })

  it('has no oldest when it is empty', () => {
    expect(create().inFlight.oldestMs()).toBeUndefined()
  })

  it('lists the oldest first, with what is known of them, and no more than asked for', () => {
    const { clock, inFlight } = create()
    const entry = inFlight.enter({ id: 'a', path: '/v1/messages' })
    entry.setModel('claude-x')
    entry.setPhase('streaming')
    clock.now += 20
    entry.heard()
    clock.now += 1.4
    inFlight.enter({ id: 'b', path: '/v1/x' })
    inFlight.enter({ id: 'c', path: '/v1/y' })
    expect(inFlight.list(2)).toEqual([
      { id: 'a', path: '/v1/messages', model: 'claude-x', phase: 'streaming', age_ms: 21, silent_ms: 1 },
      { id: 'b', path: '/v1/x', phase: 'receiving', age_ms: 0, silent_ms: 0 },
    ])
  })

  it('tells every listener of each arrival and leaving, until it unsubscribes', () => {
    const { inFlight } = create()
    const counts: number[] = []
    const unsubscribe = inFlight.onChange(() => counts.push(inFlight.count()))
    inFlight.enter({ id: 'a', path: '/' }).leave()
    unsubscribe()
    inFlight.enter({ id: 'b', path: '/' })
    expect(counts).toEqual([1, 0])
  })

  it('is not broken by a listener that throws, and neither are the other listeners', () => {
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const { inFlight } = create()
    const told: string[] = []
    inFlight.onChange(() => {
      throw new Error('a broken listener')
    })
    inFlight.onChange(() => told.push('second'))
    inFlight.enter({ id: 'a', path: '/' }).leave()
    expect(told).toEqual(['second', 'second'])
    expect(inFlight.count()).toBe(0)
    expect(warned).toHaveBeenCalledWith(new Error('a broken listener'))
  })
})
