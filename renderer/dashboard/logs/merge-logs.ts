import type { LogLine, LogPage } from '../../../shared/logs.ts'

/** The known lines, and the position to continue from. */
export interface Logs extends Omit<LogPage, 'lines' | 'continues' | 'more'> {
  lines: readonly LogLine[]
}

/**
 * Maximum number of lines requested, and shown after a while; more only while removing the oldest would move the text
 * being read.
 */
export const MAX_ASKED = 5_000
const MAX_SHOWN = 2 * MAX_ASKED

/** Merges new lines into the known ones; the same array if there are none. */
export function mergeLogs(known: Logs | undefined, { continues, more: _more, ...page }: LogPage): Logs {
  if (known === undefined || !continues) return page
  if (page.lines.length === 0) return { ...page, lines: known.lines }
  const lines = [...known.lines, ...page.lines]
  return { ...page, lines: lines.length > MAX_SHOWN ? lines.slice(-MAX_ASKED) : lines }
}
