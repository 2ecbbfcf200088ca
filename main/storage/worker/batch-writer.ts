import { setTimeout } from 'node:timers/promises'
import { failureReason, type FailureReason, StorageError } from '../failure.ts'
import type { Connection } from './connection.ts'
import type { OpenStore } from './open-store.ts'
import type { FromWorker, RowMessage } from '../protocol.ts'
import { type ParsedRow, parseRows, writeBatch } from '../write/write-batch.ts'

/** Between two tries to write what could not be written, in ms: the first, and the longest. */
const FIRST_PAUSE = 100
const MAX_PAUSE_MS = 2000
/** A full disk may still hold rows when it no longer holds bodies; a file that breaks again and again holds nothing. */
const MAX_TRIES = 3

export type Persisted = Omit<Extract<FromWorker, { type: 'ack' }>, 'type' | 'id'>

export interface BatchWriterDeps {
  connection: Connection
  /** Told how each try went; without a reason it went well. */
  report: (reason?: FailureReason, error?: unknown) => void
}

export interface BatchWriter {
  /** Resolves when the rows are on disk, but for what cannot be kept. Waits as long as a cause lasts that can pass. */
  keep: (rows: readonly RowMessage[]) => Promise<Persisted>
  /** What waits for its cause to pass, now or later, is tried once more and given up. */
  giveUp: () => void
}

export function createBatchWriter({ connection, report }: BatchWriterDeps): BatchWriter {
  const ending = new AbortController()

  async function keep(rows: readonly RowMessage[]): Promise<Persisted> {
    const parsed = parseRows(rows, connection.current()?.write.bodies.similar)
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
  /** Statements that fail may be our mistake, or the database's: then there is a new one. */
  async function isSound(): Promise<boolean> {
    try {
      await connection.use(async ({ database }) => database.verify())
      return true
    } catch {
      return false
    }
  }
  /** One row that no column takes shall not cost the others. */
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

  return { keep, giveUp: () => ending.abort() }
}

/** What was written to a file while it was moved is written again to the next one. */
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
