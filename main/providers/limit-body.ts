/** Limit of a non-streaming response: ten times the longest message of any model. In decoded bytes. */
const MAX_JSON_BYTES = 16 * 1024 * 1024

/** Limit of one stream event, which libraries buffer before they parse it. In decoded bytes. */
const MAX_EVENT_BYTES = 8 * 1024 * 1024

/** Limit of an error body. In decoded bytes. */
const MAX_ERROR_BYTES = 64 * 1024

/** Limits how much of one response body is read. */
export interface BodyLimit {
  /** Takes the next chunk; returns how many of its bytes may pass, fewer than its length once the limit is reached. */
  admit: (chunk: Uint8Array) => number
}

/**
 * Libraries buffer a whole JSON body, an error body, or each event of a stream. 0.6 MB of gzip can decode to 600 MB, so
 * the limit applies to decoded bytes.
 *
 * @param kind `json` and `error` limit the whole body, `stream` limits each event: a stream may be of any length
 */
export function createBodyLimit(kind: 'json' | 'stream' | 'error'): BodyLimit {
  return kind === 'stream'
    ? createEventLimit()
    : createTotalLimit(kind === 'json' ? MAX_JSON_BYTES : MAX_ERROR_BYTES)
}

function createTotalLimit(most: number): BodyLimit {
  let left = most
  return {
    admit({ length }) {
      const admitted = Math.min(left, length)
      left -= admitted
      return admitted
    },
  }
}

/** Ends of events: two consecutive line endings, each CR, LF or CRLF. */
const SEPARATORS = ['\n\n', '\n\r', '\r\r'] as const

/** One byte less than a separator. */
const OVERLAP = 1

/** Measures by chunk: an event that ends within a chunk is not measured there. */
function createEventLimit(): BodyLimit {
  /** Bytes since the end of the last event. */
  let open = 0
  /** The last bytes received: a separator may be split across chunks. */
  let tail = Buffer.alloc(0)
  return {
    admit(chunk) {
      const bytes = Buffer.concat([tail, chunk])
      const last = Math.max(...SEPARATORS.map((separator) => bytes.lastIndexOf(separator)))
      tail = bytes.subarray(-OVERLAP)
      open = last === -1 ? open + chunk.length : bytes.length - last
      return open > MAX_EVENT_BYTES ? 0 : chunk.length
    },
  }
}
