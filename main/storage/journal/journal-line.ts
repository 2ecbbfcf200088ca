import type { EndMessage, RowMessage } from '../protocol.ts'

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
  who: 'crash',
  phase: 'connect',
  status: undefined,
  ttfbMs: undefined,
  // Unknown: what is no count is not stored.
  durationMs: Number.NaN,
  model: undefined,
  routedModel: undefined,
  provider: undefined,
  isStreaming: undefined,
  demoted: false,
  usage: {
    input: undefined,
    output: undefined,
    cacheCreation: undefined,
    cacheRead: undefined,
    serviceTier: undefined,
  },
  stopReason: undefined,
  errorType: undefined,
  streamError: undefined,
  organizationId: undefined,
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
    return whole ? (row as RowMessage) : undefined
  } catch {
    return undefined
  }
}
