import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createInFlight, type InFlightEntry } from '../proxy/recorder/in-flight.ts'
import { createDrain } from './drain.ts'

const CEILING = 60_000
const START = Date.parse('2026-11-20T12:00:00.000Z')

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp(requests = 0) {
  const inFlight = createInFlight(() => performance.now())
  const lines: string[] = []
  const drain = createDrain({
    inFlight,
    ceilingMs: CEILING,
    now: Date.now,
    elapsed: () => performance.now(),
    log: (message, facts) => lines.push(`${message} ${JSON.stringify(facts)}`),
  })
  const enter = (id: string): InFlightEntry => inFlight.enter({ id, path: '/v1/messages' })
  return { drain, lines, enter, entries: Array.from({ length: requests }, (_, i) => enter(`r${i}`)) }
}

/** The value of a promise if it is settled by now, otherwise `undefined`. */
async function settled<T>(promise: Promise<T>): Promise<T | undefined> {
  await vi.advanceTimersByTimeAsync(0)
  return Promise.race([promise, Promise.resolve(undefined)])
}

describe('a drain', () => {
  it('is not on by itself', () => {
    const { drain } = setUp()
    expect(drain.state()).toBeUndefined()
    expect(drain.refuses()).toBe(false)
    expect(drain.cancel()).toBe(false)
  })

  it('ends with the last request, once', async () => {
    const { drain, entries, lines } = setUp(2)
    drain.start('signal')
    const finished = drain.finished()
    entries[0]?.leave()
    expect(await settled(finished)).toBeUndefined()
    entries[1]?.leave()
    expect(await settled(finished)).toEqual({ cut: 0 })
    entries[1]?.leave()
    expect(lines).toEqual(['draining {"source":"signal","in_flight":2}', 'drained {"in_flight":0}'])
  })

  it('ends at once when nothing runs', async () => {
    const { drain } = setUp()
    drain.start('signal')
    expect(await settled(drain.finished())).toEqual({ cut: 0 })
  })

  it('tells everybody who waits', async () => {
    const { drain, entries } = setUp(1)
    const early = drain.finished()
    drain.start('request')
    const late = drain.finished()
    entries[0]?.leave()
    expect(await settled(Promise.all([early, late]))).toEqual([{ cut: 0 }, { cut: 0 }])
  })

  it('counts the requests that a signal still lets in', async () => {
    const { drain, entries, enter } = setUp(1)
    drain.start('signal')
    const finished = drain.finished()
    const late = enter('late')
    entries[0]?.leave()
    expect(await settled(finished)).toBeUndefined()
    late.leave()
    expect(await settled(finished)).toEqual({ cut: 0 })
  })

  it('says every 10 s how many are left, and nothing after its end', () => {
    const { drain, entries, lines } = setUp(3)
    drain.start('request')
    vi.advanceTimersByTime(9_999)
    expect(lines).toHaveLength(1)
    vi.advanceTimersByTime(1)
    entries[0]?.leave()
    vi.advanceTimersByTime(10_000)
    expect(lines.slice(1)).toEqual(['still draining {"in_flight":3}', 'still draining {"in_flight":2}'])
    for (const entry of entries) entry.leave()
    vi.advanceTimersByTime(60_000)
    expect(lines.slice(3)).toEqual(['drained {"in_flight":0}'])
  })

  it('tells its listeners about start and cancel, until they leave', () => {
    const { drain } = setUp(1)
    const listener = vi.fn<() => void>()
    const leave = drain.onChange(listener)
    drain.start('request')
    drain.cancel()
    expect(listener).toHaveBeenCalledTimes(2)
    leave()
    drain.start('request')
    expect(listener).toHaveBeenCalledTimes(2)
  })
})

describe('the source', () => {
  it.each([
    ['signal', { refuses_new: false, cancellable: false, deadline_at: '2026-11-20T12:01:00.000Z' }],
    ['quit', { refuses_new: true, cancellable: true, deadline_at: '2026-11-20T12:01:00.000Z' }],
    ['request', { refuses_new: true, cancellable: true }],
  ] as const)('%s decides what becomes of new requests', (source, expected) => {
    const { drain } = setUp(1)
    drain.start(source)
    expect(drain.state()).toEqual({
      source,
      started_at: '2026-11-20T12:00:00.000Z',
      in_flight_at_start: 1,
      ...expected,
    })
    expect(drain.refuses()).toBe(expected.refuses_new)
  })

  it('only grows stronger, and keeps its start, its refusals and its first deadline', () => {
    const { drain } = setUp(1)
    const seen = (['request', 'quit', 'request', 'signal', 'quit', 'request'] as const).map((source) => {
      drain.start(source)
      vi.advanceTimersByTime(1_000)
      return drain.state()
    })
    expect(seen.map((state) => state?.source)).toEqual([
      'request',
      'quit',
      'quit',
      'signal',
      'signal',
      'signal',
    ])
    expect(seen.map((state) => state?.deadline_at?.slice(17, 19))).toEqual([
      undefined,
      '01',
      '01',
      '01',
      '01',
      '01',
    ])
    expect(new Set(seen.map((state) => state?.started_at)).size).toBe(1)
    expect(seen.every((state) => state?.refuses_new)).toBe(true)
    expect(seen.at(-1)?.cancellable).toBe(false)
  })

  it('makes a drain by signal refuse once a person drains, too', () => {
    const { drain } = setUp(1)
    drain.start('signal')
    expect(drain.refuses()).toBe(false)
    drain.start('request')
    expect(drain.state()).toMatchObject({ source: 'signal', refuses_new: true, cancellable: false })
  })
})

describe('the ceiling', () => {
  it.each(['signal', 'quit'] as const)('ends a drain by %s and says how many were cut', async (source) => {
    const { drain, lines } = setUp(2)
    drain.start(source)
    const finished = drain.finished()
    await vi.advanceTimersByTimeAsync(CEILING - 1)
    expect(await settled(finished)).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(await settled(finished)).toEqual({ cut: 2 })
    expect(lines.at(-1)).toBe('drain time limit reached {"in_flight":2}')
  })

  it('counts from the first source that has one', async () => {
    const { drain } = setUp(1)
    drain.start('quit')
    await vi.advanceTimersByTimeAsync(CEILING / 2)
    drain.start('signal')
    const finished = drain.finished()
    await vi.advanceTimersByTimeAsync(CEILING / 2)
    expect(await settled(finished)).toEqual({ cut: 1 })
  })

  it('is none for a drain from the button', async () => {
    const { drain } = setUp(1)
    drain.start('request')
    const finished = drain.finished()
    await vi.advanceTimersByTimeAsync(100 * CEILING)
    expect(await settled(finished)).toBeUndefined()
  })
})

describe('a cancelled drain', () => {
  it('takes requests again, forgets its deadline and never ends', async () => {
    const { drain, entries, lines } = setUp(1)
    drain.start('quit')
    const finished = drain.finished()
    expect(drain.cancel()).toBe(true)
    expect(drain.state()).toBeUndefined()
    expect(drain.refuses()).toBe(false)
    await vi.advanceTimersByTimeAsync(2 * CEILING)
    entries[0]?.leave()
    expect(await settled(finished)).toBeUndefined()
    expect(lines.at(-1)).toBe('drain cancelled {}')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('can start again, with a new deadline and new lines in the log', async () => {
    const { drain, lines } = setUp(1)
    drain.start('quit')
    drain.cancel()
    await vi.advanceTimersByTimeAsync(30_000)
    drain.start('quit')
    expect(drain.state()?.deadline_at).toBe('2026-11-20T12:01:30.000Z')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(lines.at(-1)).toBe('still draining {"in_flight":1}')
  })

  it('cannot be one by signal', () => {
    const { drain } = setUp(1)
    drain.start('request')
    drain.start('signal')
    expect(drain.cancel()).toBe(false)
    expect(drain.state()?.source).toBe('signal')
  })
})

describe('a drain that resumes by itself', () => {
  const QUARTER = 15 * 60_000

  it('says when, takes requests again then, and leaves no timer', () => {
    const { drain, lines } = setUp(1)
    const listener = vi.fn<() => void>()
    drain.onChange(listener)
    drain.start('request', QUARTER)
    expect(drain.state()).toMatchObject({ source: 'request', resumes_at: '2026-11-20T12:15:00.000Z' })
    vi.advanceTimersByTime(QUARTER - 1)
    expect(drain.refuses()).toBe(true)
    vi.advanceTimersByTime(1)
    expect(drain.state()).toBeUndefined()
    expect(drain.refuses()).toBe(false)
    expect(listener).toHaveBeenCalledTimes(2)
    expect(lines.at(-1)).toBe('drain ended by timer {}')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does so after it has drained, too', () => {
    const { drain, entries } = setUp(1)
    drain.start('request', QUARTER)
    entries[0]?.leave()
    vi.advanceTimersByTime(QUARTER)
    expect(drain.state()).toBeUndefined()
  })

  it.each([-3_600_000, 3_600_000])('is not moved by a wall clock that jumps by %i ms', (jump) => {
    const { drain } = setUp(1)
    drain.start('request', QUARTER)
    vi.advanceTimersByTime(60_000)
    vi.setSystemTime(Date.now() + jump)
    // `resumes_at` is expressed in the new wall clock time.
    expect(Date.parse(drain.state()?.resumes_at ?? '')).toBe(Date.now() + QUARTER - 60_000)
    vi.advanceTimersByTime(QUARTER - 60_001)
    expect(drain.refuses()).toBe(true)
    vi.advanceTimersByTime(1)
    expect(drain.refuses()).toBe(false)
  })

  it('is resumed by hand before, and the next drain keeps its own time', () => {
    const { drain } = setUp(1)
    drain.start('request', 60_000)
    vi.advanceTimersByTime(30_000)
    drain.cancel()
    drain.start('request')
    expect(drain.state()?.resumes_at).toBeUndefined()
    vi.advanceTimersByTime(QUARTER)
    expect(drain.refuses()).toBe(true)
  })

  it('gets the time of the last request, or none', () => {
    const { drain } = setUp(1)
    drain.start('request', 60_000)
    drain.start('request', QUARTER)
    vi.advanceTimersByTime(60_000)
    expect(drain.refuses()).toBe(true)
    drain.start('request')
    vi.advanceTimersByTime(10 * QUARTER)
    expect(drain.refuses()).toBe(true)
  })

  it.each(['quit', 'signal'] as const)('does not resume once it ends in a shutdown by %s', (source) => {
    const { drain } = setUp(1)
    drain.start('request', 5_000)
    drain.start(source)
    drain.start('request', 5_000)
    expect(drain.state()).toMatchObject({ source })
    expect(drain.state()?.resumes_at).toBeUndefined()
    vi.advanceTimersByTime(20_000)
    expect(drain.refuses()).toBe(true)
  })

  it('is none that a quit or a signal could ask for', () => {
    for (const source of ['quit', 'signal'] as const) {
      const { drain } = setUp(1)
      drain.start(source, 1_000)
      vi.advanceTimersByTime(5_000)
      expect(drain.state()).toMatchObject({ source })
    }
  })
})
