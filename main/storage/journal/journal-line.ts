import type { EndMessage, RowMessage } from '../row-message.ts'
import { renameOldEnd } from './old-line.ts'

/** A row without headers and bodies, as one line. */
export function toLine(row: RowMessage): string {
  const { end } = row
  const slim: RowMessage = {
    ...row,
    query: undefined,
    requestHeaders: '',
    end:
      end === undefined
        ? undefined
        : {
            ...end,
            responseHeaders: '',
            requestBody: undefined,
            responseBody: undefined,
          },
  }
  return `${JSON.stringify(slim)}\n`
}

/**
 * The rows of a run that is gone: requests without an end count as crashed. Skips invalid lines; the last one may be
 * incomplete.
 */
export function readLines(text: string): RowMessage[] {
  const rows = new Map<string, RowMessage>()
  for (const line of text.split('\n')) {
    const row = parseLine(line)
    if (row !== undefined && (row.end !== undefined || !rows.has(row.requestId))) rows.set(row.requestId, row)
  }
  return [...rows.values()].map((row) => ({ ...row, end: row.end ?? CRASHED }))
}

const CRASHED: EndMessage = {
  endedBy: 'crash',
  phase: 'connect',
  responseHeaders: '',
  keepBody: false,
  requestBody: undefined,
  responseBody: undefined,
}

/** Another program may have written to the file since. */
function parseLine(line: string): RowMessage | undefined {
  try {
    const row = JSON.parse(line) as Partial<RowMessage> | null
    const whole =
      typeof row?.requestId === 'string' &&
      typeof row.startedAt === 'number' &&
      typeof row.method === 'string' &&
      typeof row.endpoint === 'string' &&
      typeof row.requestHeaders === 'string'
    if (!whole) return undefined
    return { ...(row as RowMessage), end: row.end && renameOldEnd(row.end) }
  } catch {
    return undefined
  }
}
