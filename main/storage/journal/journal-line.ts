import type { EndMessage, RowMessage } from '../protocol.ts'
import { renameOldEnd } from './old-line.ts'

/** As much of a row as is worth a line: no headers, no bodies. */
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
            rateLimit: undefined,
            requestBody: undefined,
            responseBody: undefined,
          },
  }
  return `${JSON.stringify(slim)}\n`
}

/**
 * The rows of a journal whose program is gone: a request that has no end ended with it. The last line may be half
 * written; it and whatever is no row is left out.
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
  rateLimit: undefined,
  keepBody: false,
  requestBody: undefined,
  responseBody: undefined,
}

/** We wrote it, but who knows who wrote there since. */
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
