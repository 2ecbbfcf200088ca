import { printable } from '../../shared/printable.ts'
import { toLogLine } from './to-log-line.ts'

/** Longer values are cut on a terminal; the log file has them whole. In characters. */
const MAX_VALUE = 300

/**
 * Formats a line of the JSON log for a terminal:
 * `{"level":40,"time":"2026-11-21T10:00:00.000Z","msg":"slow","port":1}` → `10:00:00 warn  slow (port: 1)`.
 *
 * @returns `undefined` for a line that the terminal gets in another form
 */
export function toTextLine(json: string): string | undefined {
  const line = toLogLine(json, 0)
  if (line === undefined) return printable(json.trimEnd())
  const { time, level, message, facts = {} } = line
  // The command that failed to start prints this as a sentence with a remedy.
  if ('own_instance' in facts) return undefined
  const values = Object.entries(facts).map(([name, value]) => `${name}: ${show(value)}`)
  const more = values.length === 0 ? '' : ` (${values.join(', ')})`
  return printable(`${localTime(time)} ${level.padEnd(5)} ${message}${more}`)
}

function localTime(time: string): string {
  const date = new Date(time)
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((n) => String(n).padStart(2, '0'))
    .join(':')
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (messageOf(value) ?? JSON.stringify(value))
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text
}

/** An error's message, without its stack. */
function messageOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('message' in value)) return undefined
  return typeof value.message === 'string' ? value.message : undefined
}
