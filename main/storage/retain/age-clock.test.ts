import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AgeClock, createAgeClock } from './age-clock.ts'
import type { ClockEntry } from './runs.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const START = Date.UTC(2026, 10, 20)

/** A machine with real time, and a wall clock that can be set. */
function createMachine(offset = 0) {
  let passed = 0
  let wrong = offset
  return {
    wall: () => START + passed + wrong,
    steady: () => 500 + passed,
    /** Real time. */
    real: () => START + passed,
    set: (to: number) => void (wrong = to),
    pass: (ms: number) => void (passed += ms),
    /** Calls `look` every half minute, as the worker does. */
    run(clock: AgeClock, ms: number): boolean {
      let isSet = false
      for (let left = ms; left > 0; left -= 10 * MINUTE) {
        passed += Math.min(left, 10 * MINUTE)
        isSet = clock.look() !== undefined || isSet
      }
      return isSet
    },
  }
}

const run = (from: number, to: number): ClockEntry => ({ from: START + from, to: START + to, isJump: false })
const jump = (to: number, was: number): ClockEntry => ({ from: START + to, to: START + was, isJump: true })

describe('a running clock', () => {
  it.each([40 * DAY, 2 * HOUR, -40 * DAY, 400 * DAY])(
    'that is set by %d ms does not age what is there',
    (by) => {
      const machine = createMachine()
      const clock = createAgeClock(machine)
      machine.run(clock, HOUR)
      machine.set(by)
      machine.pass(25_000)
      expect(clock.look()).toBeDefined()
      expect(clock.isSteady()).toBe(false)
      expect(clock.now()).toBeLessThanOrEqual(machine.real())
      machine.set(0)
      machine.pass(30_000)
      expect(clock.look()).toBeDefined()
      expect(clock.now()).toBe(machine.real())
      machine.run(clock, DAY)
      expect({ steady: clock.isSteady(), now: clock.now() }).toEqual({ steady: true, now: machine.wall() })
    },
  )

  it('is believed at its new time after a day', () => {
    const machine = createMachine()
    const clock = createAgeClock(machine)
    machine.set(40 * DAY)
    machine.run(clock, DAY - 10 * MINUTE)
    expect(clock.now()).toBe(machine.real())
    machine.run(clock, 20 * MINUTE)
    expect(clock.now()).toBe(machine.wall())
  })

  it.each([
    ['a change of half an hour', (machine: ReturnType<typeof createMachine>) => machine.set(30 * MINUTE)],
    ['a night of sleep', (machine: ReturnType<typeof createMachine>) => machine.pass(10 * HOUR)],
    ['a month of sleep', (machine: ReturnType<typeof createMachine>) => machine.pass(30 * DAY)],
  ])('is believed in spite of %s', (_title, happen) => {
    const machine = createMachine()
    const clock = createAgeClock(machine)
    happen(machine)
    expect(machine.run(clock, DAY)).toBe(false)
    expect({ steady: clock.isSteady(), now: clock.now() }).toEqual({ steady: true, now: machine.wall() })
  })

  it('is believed though it is slow, and is set by a minute each day', () => {
    const machine = createMachine()
    const clock = createAgeClock(machine)
    for (let day = 1; day < 200; day++) {
      machine.set(day * MINUTE)
      expect(machine.run(clock, DAY + 10 * MINUTE)).toBe(false)
    }
    expect(clock.now()).toBe(machine.wall())
  })

  it('is noticed where it is set in steps that are small', () => {
    const machine = createMachine()
    const clock = createAgeClock(machine)
    let isSet = false
    for (let step = 1; step <= 3; step++) {
      machine.set(step * 40 * MINUTE)
      isSet = machine.run(clock, 10 * MINUTE) || isSet
    }
    expect(isSet).toBe(true)
  })

  it('never makes anything older than it is, however it is set', () => {
    const step = fc.record({
      by: fc.integer({ min: -500 * DAY, max: 500 * DAY }),
      for: fc.integer({ min: 1, max: 20 * HOUR }),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const machine = createMachine()
        const clock = createAgeClock(machine)
        let before = 0
        for (const { by, for: ms } of steps) {
          // A jump of up to an hour is ignored: the clock then runs evenly, and is trusted after a day.
          if (Math.abs(by - before) <= HOUR) continue
          before = by
          machine.set(by)
          machine.run(clock, ms)
          // A jump of up to an hour is ignored.
          expect(clock.now()).toBeLessThanOrEqual(machine.real() + HOUR)
        }
      }),
    )
  })
})

describe('a start', () => {
  const begin = (history: ClockEntry[], offset = 0) => {
    const machine = createMachine(offset)
    const clock = createAgeClock(machine)
    clock.begin(history)
    return { machine, clock }
  }

  it.each([
    ['the first', []],
    ['one after a night', [run(-3 * DAY, -10 * HOUR)]],
    ['one after a long weekend', [run(-9 * DAY, -4 * DAY)]],
    ['one beside others that run', [run(-9 * DAY, -MINUTE), run(-3 * DAY, -MINUTE), run(-2 * DAY, -DAY)]],
    [
      'one that comes days after a jump',
      [run(-90 * DAY, -9 * DAY), jump(-8 * DAY, -50 * DAY), run(-7 * DAY, -DAY)],
    ],
  ])('believes the clock: %s', (_title, history) => {
    const { machine, clock } = begin(history)
    expect({ steady: clock.isSteady(), now: clock.now() }).toEqual({ steady: true, now: machine.wall() })
  })

  it('with a wrong clock goes on where the last run ended, until it has run for a day', () => {
    const { machine, clock } = begin([run(-3 * DAY, -HOUR)], 40 * DAY)
    expect(clock.now()).toBe(machine.real() - HOUR)
    machine.run(clock, DAY + 10 * MINUTE)
    expect(clock.now()).toBe(machine.wall())
  })

  it('with a wrong clock that was wrong in the last run already does the same', () => {
    // The clock was set during the run, whose last heartbeat is in the wrong time.
    const history = [run(-3 * DAY, 40 * DAY), jump(40 * DAY, -HOUR), run(40 * DAY, 40 * DAY + HOUR)]
    const { machine, clock } = begin(history, 40 * DAY + 2 * HOUR)
    expect(clock.isSteady()).toBe(false)
    expect(clock.now()).toBe(machine.real() - HOUR)
  })

  it('with the right clock after one with a wrong one does not take that for the past', () => {
    const { machine, clock } = begin([run(-3 * DAY, -HOUR), run(40 * DAY, 40 * DAY + HOUR)])
    expect(clock.isSteady()).toBe(false)
    expect(clock.now()).toBeLessThanOrEqual(machine.real())
  })

  it('goes on from before two jumps that followed each other', () => {
    const history = [run(-3 * DAY, -HOUR), run(10 * DAY, 10 * DAY + HOUR), run(80 * DAY, 80 * DAY + HOUR)]
    expect(begin(history, 80 * DAY + 2 * HOUR).clock.now()).toBe(START - HOUR)
  })
})
