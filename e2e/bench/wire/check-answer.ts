import type { Answer } from './answer.ts'
import { compareEvents, type EventFaults } from './compare-events.ts'

export interface AnswerCheck {
  push: (chunk: Buffer) => void
  /** Undefined when every byte was the upstream's. */
  finish: () => EventFaults | undefined
}

/** Compares an answer with what the upstream sent, byte for byte, while it arrives. */
export function checkAnswer(answer: Answer): AnswerCheck {
  /** How many bytes were right, from the start. */
  let right = 0
  /** Everything from the first packet with a wrong byte on. */
  const wrong: Buffer[] = []

  return {
    push(chunk) {
      const end = right + chunk.length
      const same = wrong.length === 0 && end <= answer.bytes.length
      if (same && answer.bytes.compare(chunk, 0, chunk.length, right, end) === 0) right = end
      else wrong.push(chunk)
    },
    finish() {
      if (wrong.length === 0 && right === answer.bytes.length) return undefined
      const received = Buffer.concat([answer.bytes.subarray(0, right), ...wrong])
      return compareEvents(answer.events, received.toString())
    },
  }
}
