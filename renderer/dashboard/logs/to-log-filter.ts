import { LOG_LINE_LEVELS } from '../../../shared/logs.ts'
import type { LogFilter } from './use-logs.ts'

/** What stands in the address, as far as it can be meant. */
export function toLogFilter(values: Readonly<Record<string, string | undefined>>): LogFilter {
  return {
    level: LOG_LINE_LEVELS.find((level) => level === values['level']),
    // As much as the server takes.
    q: values['q']?.slice(0, 200) || undefined,
  }
}
