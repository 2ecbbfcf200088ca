import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { offsetsOf, zoneSpans } from './time-zone.ts'

const HOUR = 3_600_000
const ZONES = Intl.supportedValuesOf('timeZone')

describe('zoneSpans', () => {
  it('covers the range without gaps and gives the offset of every moment, in every zone', () => {
    expect(ZONES.length).toBeGreaterThan(300)
    const start = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2037, 0) })
    const length = fc.integer({ min: 1, max: 400 * 24 * HOUR })
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        start,
        length,
        fc.float({ min: 0, max: 1, noNaN: true }),
        (zone, from, ms, at) => {
          const offsetAt = offsetsOf(zone)
          const to = from + ms
          const spans = zoneSpans(offsetAt, { from, to })
          expect(spans[0]?.from).toBe(from)
          expect(spans.at(-1)?.to).toBe(to)
          for (const [index, piece] of spans.entries()) {
            expect(piece.from).toBe(index === 0 ? from : spans[index - 1]?.to)
            expect(piece.offset).toBe(offsetAt(piece.from))
            expect(piece.offset).toBe(offsetAt(piece.to - 1))
          }
          const moment = Math.min(to - 1, from + Math.floor(ms * at))
          const piece = spans.find((one) => one.from <= moment && moment < one.to)
          expect(piece?.offset).toBe(offsetAt(moment))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('cuts at the moment when summer time begins and ends', () => {
    const offsetAt = offsetsOf('Europe/Berlin')
    const range = { from: Date.UTC(2026, 0), to: Date.UTC(2027, 0) }
    expect(
      zoneSpans(offsetAt, range).map(({ from, offset }) => [new Date(from).toISOString(), offset / HOUR]),
    ).toEqual([
      ['2026-01-01T00:00:00.000Z', 1],
      ['2026-03-29T01:00:00.000Z', 2],
      ['2026-10-25T01:00:00.000Z', 1],
    ])
  })

  it('knows zones whose clocks change by half an hour', () => {
    const offsetAt = offsetsOf('Australia/Lord_Howe')
    const spans = zoneSpans(offsetAt, { from: Date.UTC(2026, 0), to: Date.UTC(2027, 0) })
    expect(spans.map(({ offset }) => offset / HOUR)).toEqual([11, 10.5, 11])
  })

  it('refuses an unknown time zone', () => {
    expect(() => offsetsOf('Mars/Olympus')).toThrow(RangeError)
  })
})
