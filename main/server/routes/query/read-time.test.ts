import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../shared/errors.ts'
import { readRange } from './read-range.ts'
import { readTime, readZone } from './read-time.ts'

const at = (text: string, tz = 'UTC', edge: 'start' | 'end' = 'start') =>
  readTime(text, { name: 'start', tz, edge })
const iso = (time: number) => new Date(time).toISOString()

describe('a time', () => {
  it.each([
    ['2026-10-07T12:30:00Z', '2026-10-07T12:30:00.000Z'],
    ['2026-10-07T12:30:00.123Z', '2026-10-07T12:30:00.123Z'],
    ['2026-10-07T12:30', '2026-10-07T12:30:00.000Z'],
    ['2026-10-07 12:30:00', '2026-10-07T12:30:00.000Z'],
    ['2026-10-07t12:30:00z', '2026-10-07T12:30:00.000Z'],
    ['2026-10-07T12:30:00+02:00', '2026-10-07T10:30:00.000Z'],
    // The plus sign of a query that was not percent-encoded.
    ['2026-10-07T12:30:00 02:00', '2026-10-07T10:30:00.000Z'],
    ['2026-10-07T12:30:00-0330', '2026-10-07T16:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(iso(at(text))).toBe(expected)
  })

  it.each([
    'now',
    '1',
    '2026',
    '2026-13-01',
    '2026-02-30',
    '2026-10-07T25:00:00Z',
    '07.10.2026',
    'null',
    ' ',
  ])('is not "%s"', (text) => {
    expect(() => at(text)).toThrow(AppError)
  })
})

describe('a date alone', () => {
  it.each([
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
    ['Asia/Kathmandu', '2026-10-07', '2026-10-06T18:15:00.000Z', '2026-10-07T18:14:59.999Z'],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T04:59:59.999Z'],
    // The clock went from 24:00 to 1:00, so the next day has no midnight.
    ['America/Belize', '1973-12-04', '1973-12-04T06:00:00.000Z', '1973-12-05T05:59:59.999Z'],
    ['America/Belize', '1973-12-05', '1973-12-05T06:00:00.000Z', '1973-12-06T04:59:59.999Z'],
    // From 0:01 back to 23:01: the day begins when the clock shows its date for the first time.
    ['America/St_Johns', '2010-11-07', '2010-11-07T02:30:00.000Z', '2010-11-08T03:29:59.999Z'],
    // From 23:30 to 0:30.
    ['America/Toronto', '1919-03-31', '1919-03-31T04:30:00.000Z', '1919-04-01T03:59:59.999Z'],
    // The whole of 30 December was skipped.
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00.000Z', '2011-12-30T09:59:59.999Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z', '2011-12-31T09:59:59.999Z'],
    ['UTC', '2024-02-29', '2024-02-29T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
  ])('is in %s the whole of %s', (tz, date, first, last) => {
    expect([iso(at(date, tz)), iso(at(date, tz, 'end'))]).toEqual([first, last])
  })

  it('begins and ends on that date, in every zone and on every day', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    const days = fc
      .integer({ min: 0, max: 40_000 })
      .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
    fc.assert(
      fc.property(zones, days, (tz, date) => {
        const format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short' })
        const [first, last] = [at(date, tz), at(date, tz, 'end')]
        // Samoa and a few others once skipped a day, or a midnight.
        fc.pre(format.format(first) === date || format.format(first + 3_600_000) === date)
        expect(format.format(last)).toBe(date)
        expect(format.format(first - 1) < date).toBe(true)
        expect(format.format(last + 1) > date).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a zone', () => {
  it('is one of those that are known here', () => {
    expect(readZone('Europe/Berlin')).toBe('Europe/Berlin')
    expect(readZone(undefined)).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone)
    for (const tz of ['Mars/Base', '../etc', '', '🕐']) expect(() => readZone(tz)).toThrow(AppError)
  })
})

describe('a range', () => {
  const now = Date.UTC(2026, 9, 10, 12)
  it('is the last seven days where nothing else is said', () => {
    expect(readRange({}, now)).toMatchObject({ start: now - 7 * 86_400_000, end: now })
    expect(readRange({ end: '2026-10-08T00:00:00Z' }, now)).toMatchObject({ start: Date.UTC(2026, 9, 1) })
    expect(readRange({ start: '2026-10-08T00:00:00Z' }, now)).toMatchObject({
      start: Date.UTC(2026, 9, 8),
      end: now,
    })
  })

  it('takes dates in the zone that was asked for', () => {
    const range = readRange({ start: '2026-10-07', end: '2026-10-07', tz: 'Asia/Tokyo' }, now)
    expect([iso(range.start), iso(range.end), range.tz]).toEqual([
      '2026-10-06T15:00:00.000Z',
      '2026-10-07T14:59:59.999Z',
      'Asia/Tokyo',
    ])
  })
})
