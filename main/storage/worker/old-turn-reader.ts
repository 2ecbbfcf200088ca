import { setTimeout } from 'node:timers/promises'
import type { Mutex } from '../../base/mutex.ts'
import { failureReason, type FailureReason } from '../failure.ts'
import { readOldTurns } from '../summary/read-old-turns.ts'
import type { Redact } from '../redact/redact.ts'
import type { Connection } from './connection.ts'

/** Pause between steps, so that they take a fraction of the thread's time. In ms. */
const PAUSE_MS = 75

interface OldTurnReader {
  /** Reads the requests that an earlier version stored, until all are read. Never throws. */
  read: () => Promise<void>
  /** Ends after the current step; the next start goes on. */
  stop: () => void
}

/** @param deps.batches the mutex of the writes; batches and queries run between the steps */
export function createOldTurnReader({
  connection,
  batches,
  redact,
  report,
}: {
  connection: Connection
  batches: Mutex
  redact: Redact
  report: (reason: FailureReason, error: unknown) => void
}): OldTurnReader {
  const stopped = new AbortController()

  function step(): Promise<boolean> {
    return batches.runExclusive(() =>
      connection.use(({ database, write }) =>
        readOldTurns({ database, bodies: write.bodies, terms: write.terms, redact }),
      ),
    )
  }
  return {
    async read() {
      try {
        while (!stopped.signal.aborted && (await step())) {
          await setTimeout(PAUSE_MS, undefined, { signal: stopped.signal })
        }
      } catch (error) {
        if (!stopped.signal.aborted) report(failureReason(error), error)
      }
    },
    stop: () => stopped.abort(),
  }
}
