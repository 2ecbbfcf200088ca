import { setTimeout } from 'node:timers/promises'
import { failureReason, type FailureReason, StorageError } from '../failure.ts'
import type { Connection } from './connection.ts'
import type { OpenStore } from './open-store.ts'
import type { FromWorker } from '../protocol.ts'
import type { RowMessage } from '../row-message.ts'
import type { Redact } from '../redact/redact.ts'
import { parseRows, writeBatch } from '../write/write-batch.ts'
import type { ParsedRow } from '../write/write-deps.ts'

/** First and longest pause before a failed write is retried, in ms. */
const FIRST_PAUSE = 100
const MAX_PAUSE_MS = 2000
/**
 * Attempts before bodies are dropped on a full disk, which may still hold rows, and before rows are dropped when the
 * file keeps breaking.
 */
const MAX_TRIES = 3

export type Persisted = Omit<Extract<FromWorker, { type: 'ack' }>, 'type' | 'id'>

export interface BatchWriterDeps {
  connection: Connection
  /** See `FactReaders`. */
  redact: Redact
  /** Called with the result of each attempt; without a reason it succeeded. */
  report: (reason?: FailureReason, error?: unknown) => void
}

export interface BatchWriter {
  /** Resolves when the rows are on disk, except those that cannot be persisted. Retries as long as the cause can pass. */
  persist: (rows: readonly RowMessage[]) => Promise<Persisted>
  /** Pending and later writes get one more attempt and are then dropped. */
  giveUp: () => void
}

export function createBatchWriter({ connection, redact, report }: BatchWriterDeps): BatchWriter {
  const ending = new AbortController()

  async function persist(rows: readonly RowMessage[]): Promise<Persisted> {
    const parsed = parseRows(rows, { similar: connection.current()?.write.bodies.similar, redact })
    let keepBodies = true
    for (let attempt = 1; ; attempt++) {
      try {
        await connection.use((open) => writeInPlace(open, parsed, keepBodies))
        report()
        return { lost: [], lostBodies: keepBodies ? 0 : countBodies(parsed) }
      } catch (error) {
        const reason = failureReason(error)
        if (reason === 'refused' && (await isSound())) return keepEach(parsed, keepBodies)
        report(reason, error)
        if (ending.signal.aborted || (reason === 'broken' && attempt > MAX_TRIES)) return loseAll(parsed)
        if (reason === 'disk_full' && attempt >= MAX_TRIES) keepBodies = false
        await wait(attempt)
        if (reason === 'io_error' && attempt % MAX_TRIES === 0) await connection.reopen()
      }
    }
  }
  async function wait(attempt: number): Promise<void> {
    const ms = Math.min(MAX_PAUSE_MS, FIRST_PAUSE * 2 ** (attempt - 1))
    await setTimeout(ms, undefined, { signal: ending.signal }).catch(() => undefined)
  }
  /** A failed statement may be a bug or damage in the database, which is then replaced. */
  async function isSound(): Promise<boolean> {
    try {
      await connection.use(async ({ database }) => database.verify())
      return true
    } catch {
      return false
    }
  }
  /** One row that no column accepts must not cost the others. */
  async function keepEach(rows: readonly ParsedRow[], keepBodies: boolean): Promise<Persisted> {
    const lost: ParsedRow[] = []
    for (const row of rows) {
      try {
        await connection.use((open) => writeInPlace(open, [row], keepBodies))
      } catch (error) {
        report(failureReason(error), error)
        lost.push(row)
      }
    }
    return loseAll(lost)
  }

  return { persist, giveUp: () => ending.abort() }
}

/** Rows written to a file while it was moved are written again to the next one. */
async function writeInPlace(
  { write, database }: OpenStore,
  rows: readonly ParsedRow[],
  keepBodies: boolean,
): Promise<void> {
  await writeBatch(write, rows, { keepBodies })
  const displacement = database.displaced()
  if (displacement !== undefined) throw new StorageError('displaced', `the file is ${displacement}`)
}

function loseAll(rows: readonly ParsedRow[]): Persisted {
  return { lost: rows.map(({ row }) => row.requestId), lostBodies: countBodies(rows) }
}

function countBodies(rows: readonly ParsedRow[]): number {
  return rows.reduce(
    (sum, { row: { end } }) =>
      sum + Number(end?.requestBody !== undefined) + Number(end?.responseBody !== undefined),
    0,
  )
}
