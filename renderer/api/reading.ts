/** What one request to the server ended in. A 503 that carries a known body is an answer, not a failure. */
export type Outcome<T> =
  | { kind: 'answer'; value: T }
  /** Nobody answered in time, or the shell says that nobody listens. */
  | { kind: 'no-connection' }
  /** Somebody answered, but not in a way this page understands. `message` is the server's own, if it had one. */
  | { kind: 'bad-answer'; message: string | undefined }

/** The last known value of a polled resource, how old it is, and how the last attempts went. */
export interface Reading<T> {
  value?: T
  /** When `value` was received, in ms since the epoch. */
  at?: number
  /** Connection failures in a row since the last answer of any kind. */
  failures: number
  /** Whether the latest answer could not be understood. */
  confused: boolean
}

export const NO_READING: Reading<never> = { failures: 0, confused: false }

/** The next reading. A failure keeps the old value: the view shows it faded, with its age. */
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
