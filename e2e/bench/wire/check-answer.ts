import type { Answer } from './answer.ts'
import { compareEvents, type EventFaults } from './compare-events.ts'

export interface ResponseCheck {
  push: (chunk: Buffer) => void
  /** Undefined when every byte was the upstream's. */
  finish: () => EventFaults | undefined
}

/** Compares an answer with what the upstream sent, byte for byte, while it arrives. */
export function checkResponse(response: Answer): ResponseCheck {
  /** How many bytes were right, from the start. */
  let right = 0
  /** Everything from the first packet with a wrong byte on. */
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
