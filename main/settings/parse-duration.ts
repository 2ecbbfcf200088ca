const UNITS = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
])

/** The longest timer in Node, in ms; a longer one would fire at once. */
const MAX_MS = 2 ** 31 - 1

/**
 * Reads a duration: `300` (seconds), `300s`, `5m`, `1h`, `100ms`.
 *
 * @returns milliseconds; `undefined` for anything else, and above 24 days
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim())
  const unit = UNITS.get(match?.[2] ?? 's')
  if (match === null || unit === undefined) return undefined
  const ms = Math.round(Number(match[1]) * unit)
  return ms <= MAX_MS ? ms : undefined
}
