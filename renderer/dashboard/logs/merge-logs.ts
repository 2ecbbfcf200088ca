import type { LogLine, LogPage } from '../../../shared/logs.ts'

/** The lines that are known by now, and where to go on. */
export interface Logs extends Omit<LogPage, 'lines' | 'continues' | 'more'> {
  lines: readonly LogLine[]
}

/** So many are asked for, and shown after a while; more only where taking the oldest away would move what is read. */
export const MAX_ASKED = 5_000
const MAX_SHOWN = 2 * MAX_ASKED

/** What was known with what has come since; the same array of lines when nothing has. */
export function mergeLogs(known: Logs | undefined, { continues, more: _more, ...page }: LogPage): Logs {
  if (known === undefined || !continues) return page
  if (page.lines.length === 0) return { ...page, lines: known.lines }
  const lines = [...known.lines, ...page.lines]
  return { ...page, lines: lines.length > MAX_SHOWN ? lines.slice(-MAX_ASKED) : lines }
}
