import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMisdatedRuns } from './find-misdated-runs.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.UTC(2026, 10, 20)

const runsOf = (...periods: readonly (readonly [number, number])[]) =>
  periods.map(([from, to], index) => ({ id: index + 1, from: NOW + from, to: NOW + to }))

describe('findMisdatedRuns', () => {
  it.each([
    ['one that went back', runsOf([-DAY, -HOUR], [-40 * DAY, -40 * DAY + HOUR]), [2]],
    ['several that went back', runsOf([-DAY, -HOUR], [-40 * DAY, -39 * DAY], [-39 * DAY, -38 * DAY]), [2, 3]],
    ['one in 1970', runsOf([-9 * DAY, -2 * DAY], [-2 * DAY, -HOUR], [-NOW, -NOW + HOUR]), [3]],
  ])('finds %s, and ends it now', (_title, runs, ids) => {
    const found = findMisdatedRuns(runs, NOW)
    expect(found.map(({ id }) => id)).toEqual(ids)
    expect((found.at(-1)?.to ?? 0) + (found.at(-1)?.by ?? 0)).toBe(NOW)
    expect(new Set(found.map(({ by }) => by)).size).toBe(1)
  })

  it.each([
    ['no run', []],
    ['the first run', runsOf([-40 * DAY, -39 * DAY])],
    ['runs with holidays in between', runsOf([-90 * DAY, -60 * DAY], [-30 * DAY, -20 * DAY])],
    ['runs at the same time', runsOf([-90 * DAY, -20 * DAY], [-80 * DAY, -70 * DAY], [-60 * DAY, -20 * DAY])],
    ['a clock that is behind now', runsOf([30 * DAY, 40 * DAY], [40 * DAY, 41 * DAY])],
    ['a clock that is behind still', runsOf([30 * DAY, 40 * DAY], [-9 * DAY, -8 * DAY])],
    [
      'a run after one whose clock was ahead',
      runsOf([-90 * DAY, -80 * DAY], [-10 * DAY, -9 * DAY], [-79 * DAY, -20 * DAY]),
    ],
  ])('leaves %s alone', (_title, runs) => {
    expect(findMisdatedRuns(runs, NOW)).toEqual([])
  })

  it('never corrects the runs of a clock that is right', () => {
    const gap = fc.record({
      before: fc.integer({ min: 0, max: 30 * DAY }),
      length: fc.integer({ min: 0, max: 9 * DAY }),
    })
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 20 }), (gaps) => {
        let at = NOW
        const runs = gaps.map(({ before, length }, index) => {
          const from = at + before
          at = from + length
          return { id: index, from, to: at }
        })
        expect(findMisdatedRuns(runs, at)).toEqual([])
        expect(findMisdatedRuns(runs, at + 90 * DAY)).toEqual([])
      }),
    )
  })
})
