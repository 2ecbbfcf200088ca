import { setImmediate } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { createReadTurns, type ReadTurns } from './read-turns.ts'

const CHUNK = 64 * 1024
/** The bytes of a turn. */
const TURN = 4 * 1024 * 1024

let turns: ReadTurns
let clock: number
beforeEach(() => {
  clock = 0
  turns = createReadTurns(() => clock)
})

/** Reads a chunk of each upload, in every turn in which the upload is not held. */
function upload(count: number): { bytes: () => number[]; isHeld: () => boolean[] } {
  const uploads = Array.from({ length: count }, () => ({ bytes: 0, isHeld: false }))
  // Uploads of an earlier test may still continue.
  const own = turns
  function read(one: (typeof uploads)[number]): void {
    one.bytes += CHUNK
    const turn = own.take(CHUNK)
    one.isHeld = turn !== undefined
    void turn?.then(() => read(one))
  }
  for (const one of uploads) read(one)
  return { bytes: () => uploads.map(({ bytes }) => bytes), isHeld: () => uploads.map(({ isHeld }) => isHeld) }
}

describe('the bytes of one turn', () => {
  it('are bounded: uploads beyond them are held', () => {
    const { isHeld } = upload(80)
    expect(isHeld()).toEqual(Array.from({ length: 80 }, (_, index) => index >= 63))
  })

  it('are there again in the next turn', async () => {
    expect(turns.take(TURN)).toBeDefined()
    await setImmediate()
    expect(turns.take(TURN - 1)).toBeUndefined()
  })

  it('serve held uploads in order, four in a turn, and none is forgotten', async () => {
    const order: number[] = []
    const all = Array.from({ length: 10 }, (_, index) => turns.take(TURN)?.then(() => order.push(index)))
    await setImmediate()
    expect(order).toEqual([0, 1, 2, 3])
    await all.at(-1)
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe('while connections are accepted', () => {
  it('one upload reads one chunk in a turn', async () => {
    const { bytes } = upload(70)
    const before = bytes().reduce((sum, one) => sum + one, 0)
    for (let turn = 0; turn < 10; turn++) {
      turns.accepted()
      await setImmediate()
    }
    expect(bytes().reduce((sum, one) => sum + one, 0) - before).toBe(10 * CHUNK)
  })

  it('all uploads continue as soon as a turn accepted none', async () => {
    turns.accepted()
    await setImmediate()
    expect(turns.take(CHUNK)).toBeDefined()
    await setImmediate()
    expect(turns.take(TURN - 1)).toBeUndefined()
  })

  it('uploads still get a full turn every 50 ms', async () => {
    let full = 0
    for (let turn = 0; turn < 100; turn++) {
      turns.accepted()
      await setImmediate()
      clock += 5
      if (turns.take(CHUNK) === undefined) full++
    }
    expect(full).toBeGreaterThanOrEqual(8)
    expect(full).toBeLessThanOrEqual(10)
  })
})
