import type { ParsedRequest } from './create-request-parser.ts'

/** One received request and its outcome. */
export interface RecordedRequest extends ParsedRequest {
  /** Index among all requests of this server, from 0. */
  index: number
  /** Index among the requests for messages, of any format, from 0; undefined for other requests. */
  messageIndex: number | undefined
  /** True if the body requests a stream. */
  streaming: boolean
  /** Shared by the requests of one connection. */
  connection: number
  /** Arrival of the last byte, in ms of `performance.now()`. */
  at: number
  /** Time when the script for this request finished; undefined while it runs, or if the client disconnected first. */
  answeredAt?: number
  /** Time when the client closed the connection before that; undefined if it did not. */
  clientClosedAt?: number
}

/** The first value of a header, by case-insensitive name. */
export function readHeader(
  { rawHeaders }: Pick<ParsedRequest, 'rawHeaders'>,
  name: string,
): string | undefined {
  const at = rawHeaders.findIndex((field, i) => i % 2 === 0 && field.toLowerCase() === name)
  return at === -1 ? undefined : rawHeaders[at + 1]
}
