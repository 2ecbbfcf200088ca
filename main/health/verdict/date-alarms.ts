import type { Alarm } from './choose-alarm.ts'

export type DatedAlarm = Alarm & { sinceIso: string }

export interface AlarmDates {
  /** Adds the date at which the alarm with this key began. */
  dated: (key: string, alarm: Alarm) => DatedAlarm
  /** A time on the monotonic clock, in ms since 1970. */
  toWall: (at: number) => number
}

/** The start of each alarm as it was first reported: a change of the clock must not move it. */
export function createAlarmDates({ now, wallNow }: Record<'now' | 'wallNow', () => number>): AlarmDates {
  const told = new Map<string, { since: number; iso: string }>()

  function toWall(at: number): number {
    return Math.round(wallNow() - (now() - at))
  }
  return {
    toWall,
    dated(key, alarm) {
      const known = told.get(key)
      const entry =
        known?.since === alarm.since
          ? known
          : { since: alarm.since, iso: new Date(toWall(alarm.since)).toISOString() }
      told.set(key, entry)
      return { ...alarm, sinceIso: entry.iso }
    },
  }
}
