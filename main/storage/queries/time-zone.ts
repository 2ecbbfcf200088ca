/** A period in which a time zone has a constant offset from UTC. */
export interface ZoneSpan {
  /** In ms since 1970; `to` is exclusive. */
  from: number
  to: number
  /** Local time minus UTC, in ms. */
  offset: number
}

const HOUR_MS = 3_600_000
/** No zone changes its offset twice in this time (checked for every zone that the runtime knows). */
const STEP_MS = 24 * HOUR_MS

/** Offset of a zone from UTC at a time, both in ms. */
export type OffsetAt = (time: number) => number

/** @throws RangeError for a zone that the runtime does not know */
export function offsetsOf(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (time) => {
    const second = Math.floor(time / 1000) * 1000
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
    for (const { type, value } of format.formatToParts(second)) parts[type] = Number(value)
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: seconds = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute, seconds) - second
  }
}

/** Splits a range where the offset of the zone changes. */
export function zoneSpans(offsetAt: OffsetAt, { from, to }: { from: number; to: number }): ZoneSpan[] {
  const spans: ZoneSpan[] = []
  let start = from
  let offset = offsetAt(from)
  for (let at = from; at < to; at += STEP_MS) {
    const next = Math.min(at + STEP_MS, to)
    const later = offsetAt(next)
    if (later === offset) continue
    const change = changeBetween(offsetAt, { before: at, after: next, offset })
    spans.push({ from: start, to: change, offset })
    start = change
    offset = later
  }
  if (start < to) spans.push({ from: start, to, offset })
  return spans
}

/** The first ms with another offset. */
function changeBetween(
  offsetAt: OffsetAt,
  { before, after, offset }: { before: number; after: number; offset: number },
): number {
  let early = before
  let late = after
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (offsetAt(middle) === offset) early = middle
    else late = middle
  }
  return late
}
