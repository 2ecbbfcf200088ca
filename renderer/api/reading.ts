/** Result of one request to the server. A 503 with a valid body is an answer, not a failure. */
export type Outcome<T> =
  | { kind: 'answer'; value: T }
  /** Timeout, failed connection, or the shell's report that no server is running. */
  | { kind: 'no-connection' }
  /** A response that this page cannot parse. `message` is from the server, if it sent one. */
  | { kind: 'bad-answer'; message: string | undefined }

/** Last known value of a polled resource, its age, and the results of the latest polls. */
export interface Reading<T> {
  value?: T
  /** When `value` was received, in ms since the epoch. */
  at?: number
  /** Consecutive connection failures since the last response of any kind. */
  failures: number
  /** True if the latest response could not be parsed. */
  confused: boolean
}

export const NO_READING: Reading<never> = { failures: 0, confused: false }

/** Next reading. A failure keeps the old value, which is shown faded with its age. */
export function nextReading<T>(previous: Reading<T>, outcome: Outcome<T>, now: number): Reading<T> {
  switch (outcome.kind) {
    case 'answer':
      return { value: outcome.value, at: now, failures: 0, confused: false }
    case 'no-connection':
      return { ...previous, failures: previous.failures + 1 }
    case 'bad-answer':
      return { ...previous, failures: 0, confused: true }
  }
}
