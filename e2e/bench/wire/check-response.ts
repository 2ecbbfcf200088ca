import type { ModelResponse } from './response.ts'
import { compareEvents, type EventFaults } from './compare-events.ts'

export interface ResponseCheck {
  push: (chunk: Buffer) => void
  /** Undefined if every byte matches. */
  finish: () => EventFaults | undefined
}

/** Compares a response byte for byte with the upstream's while it arrives. */
export function checkResponse(response: ModelResponse): ResponseCheck {
  /** Number of matching bytes from the start. */
  let right = 0
  /** All data from the first packet with a mismatch. */
  const wrong: Buffer[] = []

  return {
    push(chunk) {
      const end = right + chunk.length
      const same = wrong.length === 0 && end <= response.bytes.length
      if (same && response.bytes.compare(chunk, 0, chunk.length, right, end) === 0) right = end
      else wrong.push(chunk)
    },
    finish() {
      if (wrong.length === 0 && right === response.bytes.length) return undefined
      const received = Buffer.concat([response.bytes.subarray(0, right), ...wrong])
      return compareEvents(response.events, received.toString())
    },
  }
}
