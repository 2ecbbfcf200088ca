import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

/** A running or finished measurement. In ms since the epoch. */
export const Measurement = Type.Object({ startedAt: Type.Number(), stoppedAt: Type.Optional(Type.Number()) })
export type Measurement = Static<typeof Measurement>

const KEY = 'signalbox.stopwatch'

/** Stored measurement, which persists across page loads. Undefined if missing or invalid. */
export function readMeasurement(storage: Storage): Measurement | undefined {
  try {
    return Value.Parse(Measurement, JSON.parse(storage.getItem(KEY) ?? ''))
  } catch {
    return undefined
  }
}

export function keepMeasurement(storage: Storage, measurement: Measurement | undefined): void {
  if (measurement === undefined) storage.removeItem(KEY)
  else storage.setItem(KEY, JSON.stringify(measurement))
}

/** `{ startedAt: 0, stoppedAt: 65_000 }` → `1:05`. */
export function formatElapsed({ startedAt, stoppedAt }: Measurement, now: number): string {
  const seconds = Math.max(0, Math.floor(((stoppedAt ?? now) - startedAt) / 1000))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}
