import type { ParsedRequest } from './create-request-parser.ts'

/** One request as it arrived, and what became of it. */
export interface RecordedRequest extends ParsedRequest {
  /** Position among all requests of this server, from 0. */
  index: number
  /** Position among the requests for messages, of whatever format, from 0; undefined for every other request. */
  messageIndex: number | undefined
  /** Whether the body asks for a stream. */
  streaming: boolean
  /** Requests of one connection share this number. */
  connection: number
  /** When the last byte arrived, in ms of `performance.now()`. */
  at: number
  /** When the script for this request had run to its end; undefined while it runs, and when the client left first. */
  answeredAt?: number
  /** When the client closed the connection before that; undefined when it did not. */
  clientClosedAt?: number
}

/** The first value of a header, whatever its spelling. */
export function readHeader(
  { rawHeaders }: Pick<ParsedRequest, 'rawHeaders'>,
  name: string,
): string | undefined {
  const at = rawHeaders.findIndex((field, i) => i % 2 === 0 && field.toLowerCase() === name)
  return at === -1 ? undefined : rawHeaders[at + 1]
}
