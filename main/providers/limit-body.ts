import { createValueCounter, MAX_VALUES } from '../base/json/count-values.ts'

/** Limit of a non-streaming response: ten times the longest message of any model. In decoded bytes. */
const MAX_JSON_BYTES = 16 * 1024 * 1024

/** Limit of one stream event, which libraries buffer before they parse it. In decoded bytes. */
const MAX_EVENT_BYTES = 8 * 1024 * 1024

/** Limit of an error body. In decoded bytes. */
const MAX_ERROR_BYTES = 64 * 1024

/** Limits how much of one response body is read. */
export interface BodyLimit {
  /** Takes the next chunk; returns how many of its bytes may pass, fewer than its length once a limit is reached. */
  admit: (chunk: Uint8Array) => number
}

/**
 * Libraries buffer a whole JSON body, an error body, or each event of a stream. 0.6 MB of gzip can decode to 600 MB, so
 * the limit applies to decoded bytes. Libraries parse and validate each in one turn of the event loop, so the number of
 * values is limited too.
 *
 * @param kind `json` and `error` limit the whole body, `stream` limits each event: a stream may be of any length
 */
export function createBodyLimit(kind: 'json' | 'stream' | 'error'): BodyLimit {
  if (kind === 'error') return createTotalLimit(MAX_ERROR_BYTES)
  return kind === 'stream' ? createEventLimit() : createMessageLimit()
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

function createMessageLimit(): BodyLimit {
  const total = createTotalLimit(MAX_JSON_BYTES)
  const values = createValueCounter({ perEvent: false })
  return {
    admit(chunk) {
      values.add(chunk)
      return values.count() > MAX_VALUES ? 0 : total.admit(chunk)
    },
  }
}

/** Measures by chunk: an event that ends within a chunk is not measured there. */
function createEventLimit(): BodyLimit {
  const event = createValueCounter({ perEvent: true })
  return {
    admit(chunk) {
      event.add(chunk)
      return event.size() > MAX_EVENT_BYTES || event.count() > MAX_VALUES ? 0 : chunk.length
    },
  }
}
