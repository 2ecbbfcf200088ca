import { LOG_LINE_LEVELS } from '../../../shared/logs.ts'
import type { LogFilter } from './use-logs.ts'

/** Log filter from the URL; ignores invalid values. */
export function toLogFilter(values: Readonly<Record<string, string | undefined>>): LogFilter {
  return {
    level: LOG_LINE_LEVELS.find((level) => level === values['level']),
    // The server's length limit.
    q: values['q']?.slice(0, 200) || undefined,
  }
}
