import { DAY_MS, HOUR_MS } from '../write/usage.ts'

/** Grouping of sums in addition to the model: by whole units of local time, counted from 1970 or within the day. */
export interface Grouping {
  /** Local minus UTC, in ms. */
  offset: number
  /** Length of a group, in ms; divides a day. */
  unit: number
  /** Combines groups of the same time on different days. */
  withinDay: boolean
}

/** `usage_line` is read wherever `request` is: each has the requests that the other lacks. */
export type Source =
  | 'request'
  | 'usage_line'
  | 'hour_usage'
  | 'day_usage'
  | 'session_usage'
  | 'transcript_line'
  | 'transcript_usage'

/** Part of one of the tables that sums are read from. */
export interface Part {
  source: Source
  /** In the source's own unit: ms, hours or days since 1970; `to` is exclusive. */
  from: number
  to: number
  /** Groups are UTC days, labelled this many days later; otherwise they follow the grouping. */
  daysLater?: number
  /** Only these hours of each UTC day; `to` is exclusive. */
  hours?: { from: number; to: number }
  /** Moves the sums from their group to the next or previous one. */
  moves?: 1 | -1
}

interface Range {
  /** In ms since 1970; `to` is exclusive. */
  from: number
  to: number
}

export const UNIT = {
  request: 1,
  usage_line: 1,
  hour_usage: HOUR_MS,
  day_usage: DAY_MS,
  session_usage: HOUR_MS,
  transcript_line: 1,
  transcript_usage: HOUR_MS,
} as const

/** Parts of the sources that together cover exactly the range, with as few rows as possible. */
export function coverRange(range: Range, grouping: Grouping | undefined): Part[] {
  if (range.from >= range.to) return []
  if (grouping === undefined) return split(range, ['day_usage', 'hour_usage', 'request'])
  const { offset, unit, withinDay } = grouping
  if (unit === DAY_MS && !withinDay) return coverDays(range, offset)
  return unit % HOUR_MS === 0 && offset % HOUR_MS === 0
    ? split(range, ['hour_usage', 'request'])
    : [{ source: 'request', ...range }]
}

/** As `coverRange`, for sums that only the table by session has. */
export function coverSessions(range: Range, grouping: Grouping | undefined): Part[] {
  return coverHours(range, grouping, ['session_usage', 'request'])
}

/** As `coverRange`, for usage from transcripts. */
export function coverTranscripts(range: Range, grouping: Grouping | undefined): Part[] {
  return coverHours(range, grouping, ['transcript_usage', 'transcript_line'])
}

function coverHours(
  range: Range,
  grouping: Grouping | undefined,
  [hours, lines]: readonly [hours: Source, lines: Source],
): Part[] {
  if (range.from >= range.to) return []
  const isWhole = grouping === undefined || (grouping.unit % HOUR_MS === 0 && grouping.offset % HOUR_MS === 0)
  return isWhole ? split(range, [hours, lines]) : [{ source: lines, ...range }]
}

/** Takes whole units of the first source, and the edges from the next ones. */
function split({ from, to }: Range, [source, ...finer]: readonly Source[]): Part[] {
  if (from >= to || source === undefined) return []
  const unit = UNIT[source]
  const first = Math.ceil(from / unit)
  const end = Math.floor(to / unit)
  if (first >= end) return split({ from, to }, finer)
  return [
    ...split({ from, to: first * unit }, finer),
    { source, from: first, to: end },
    ...split({ from: end * unit, to }, finer),
  ]
}

/**
 * Local days equal UTC days except for some hours: in Berlin the last hours of each UTC day belong to the next local
 * day, in New York the first ones to the previous day. Moving these reads a tenth of the rows that reading every hour
 * would.
 */
function coverDays({ from, to }: Range, offset: number): Part[] {
  const first = Math.ceil(from / DAY_MS)
  const end = Math.floor(to / DAY_MS)
  if (first >= end) return coverEdge({ from, to }, offset)
  const daysLater = offset > DAY_MS / 2 ? 1 : 0
  const distance = offset - daysLater * DAY_MS
  const moves = distance > 0 ? 1 : -1
  const moved = distance > 0 ? { from: DAY_MS - distance, to: DAY_MS } : { from: 0, to: -distance }
  return [
    ...coverEdge({ from, to: first * DAY_MS }, offset),
    { source: 'day_usage', from: first, to: end, daysLater },
    ...coverDaily({ first, end }, moved).map((part) => ({ ...part, daysLater, moves }) as const),
    ...coverEdge({ from: end * DAY_MS, to }, offset),
  ]
}

/** Part of each UTC day, in ms from its midnight: whole hours at once, the remainder day by day. */
function coverDaily({ first, end }: { first: number; end: number }, { from, to }: Range): Part[] {
  const hours = { from: Math.ceil(from / HOUR_MS), to: Math.floor(to / HOUR_MS) }
  const parts: Part[] = []
  if (hours.from < hours.to) parts.push({ source: 'hour_usage', from: first * 24, to: end * 24, hours })
  const rests = [
    { from, to: Math.min(hours.from * HOUR_MS, to) },
    { from: Math.max(hours.to * HOUR_MS, hours.from * HOUR_MS), to },
  ]
  for (const rest of rests) {
    if (rest.from >= rest.to) continue
    for (let day = first; day < end; day++) {
      const midnight = day * DAY_MS
      parts.push({ source: 'request', from: midnight + rest.from, to: midnight + rest.to })
    }
  }
  return parts
}

/** Less than a UTC day. If local midnight is within an hour, that hour is read from the rows. */
function coverEdge({ from, to }: Range, offset: number): Part[] {
  const sources: readonly Source[] = ['hour_usage', 'request']
  if (offset % HOUR_MS === 0) return split({ from, to }, sources)
  const midnight = Math.ceil((from + offset) / DAY_MS) * DAY_MS - offset
  const hour = Math.floor(midnight / HOUR_MS) * HOUR_MS
  return [
    ...split({ from, to: Math.min(hour, to) }, sources),
    ...split({ from: Math.max(from, hour), to: Math.min(hour + HOUR_MS, to) }, ['request']),
    ...split({ from: Math.max(from, hour + HOUR_MS), to }, sources),
  ]
}
