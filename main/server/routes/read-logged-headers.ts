import type { RawHeaders } from '../../proxy/headers.ts'
import { scanTopLevel } from '../../base/json/scan-top-level.ts'
import type { RequestLogSource } from '../../base/request-log-source.ts'

/**
 * The headers of a logged request or of its response. Searches the row instead of parsing it, because it holds whole
 * bodies.
 *
 * @param id a complete id, or its last characters
 * @returns undefined if there is no such request, or its headers were not captured
 * @throws StorageError (rejects)
 */
export async function readLoggedHeaders(
  log: Pick<RequestLogSource, 'json'>,
  { id, side }: { id: string; side: 'request' | 'response' },
): Promise<RawHeaders | undefined> {
  const json = await log.json('request', { id })
  if (json === undefined) return undefined
  const detail = Buffer.from(json.buffer, json.byteOffset, json.byteLength)
  const request = member(detail, 'request')
  const message = side === 'request' ? request : member(request, 'response')
  const headers = member(message, 'headers')
  return headers && toRaw(JSON.parse(headers.toString()))
}

function member(json: Buffer | undefined, name: string): Buffer | undefined {
  const span = json && scanTopLevel(json, [name])?.get(name)
  return span && json.subarray(span.start, span.end)
}

/** The log's format: names with their values in order. */
function toRaw(headers: Record<string, string[]>): string[] {
  return Object.entries(headers).flatMap(([name, values]) => values.flatMap((value) => [name, value]))
}
