/** A response that is no stream: ten times the longest message of any model. In decoded bytes. */
const MAX_JSON_BYTES = 16 * 1024 * 1024

/** One event of a stream, which libraries collect before they parse it. In decoded bytes. */
const MAX_EVENT_BYTES = 8 * 1024 * 1024

/** What is read of an error's body. */
const MAX_ERROR_BYTES = 64 * 1024

/** Decides how much of one response body is read. */
export interface BodyLimit {
  /** Takes the next piece; returns the bytes of it that may pass, fewer than it has where the limit is reached. */
  admit: (chunk: Uint8Array) => number
}

/**
 * Libraries collect what a provider sends: a whole JSON body, an error's body, each event of a stream. 0.6 MB of gzip
 * decode to 600 MB, so the limit is for decoded bytes.
 *
 * @param kind of `json` and `error` the whole body counts, of `stream` each event: a stream may be of any length
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

/** Ends of events: a line's end behind another's, whichever of CR, LF and CRLF each is. */
const SEPARATORS = ['\n\n', '\n\r', '\r\r'] as const

/** One byte less than a separator. */
const OVERLAP = 1

/** Counts by pieces: an event that ends in a piece is not measured inside of it. */
function createEventLimit(): BodyLimit {
  /** Bytes since the last event ended. */
  let open = 0
  /** The last bytes so far: a separator may be cut. */
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
