import { parseRecord } from '../base/json/parse-json.ts'
import type { LogLine, LogLineLevel } from '../../shared/logs.ts'

/** pino's level numbers (https://getpino.io/#/docs/api?id=logger-level). */
const LEVELS: Readonly<Record<number, LogLineLevel>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

/** Fields of every line, not repeated among the facts. */
const COMMON = new Set(['level', 'time', 'msg', 'version'])

/** Parses a line of the JSON log. `undefined` for anything else, such as half a line after a crash. */
export function toLogLine(text: string, id: number): LogLine | undefined {
  const json = parseRecord(text)
  const level = typeof json?.['level'] === 'number' ? LEVELS[json['level']] : undefined
  if (json === undefined || level === undefined || typeof json['time'] !== 'string') return undefined
  const message = typeof json['msg'] === 'string' ? json['msg'] : ''
  const rest = Object.entries(json).filter(([name]) => !COMMON.has(name))
  const line = { id, time: json['time'], level, message }
  return rest.length === 0 ? line : { ...line, facts: Object.fromEntries(rest) }
}
