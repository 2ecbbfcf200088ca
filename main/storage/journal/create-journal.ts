import { constants, write, writeSync } from 'node:fs'
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '../../base/make-folder.ts'
import type { RowMessage } from '../row-message.ts'
import { toLine } from './journal-line.ts'

/** Size above which a new file is started, in bytes. */
const MAX_FILE_BYTES = 1024 * 1024
/** Rows that wait for the next write. Each holds on to the memory of its bodies, so beyond this they become lines. */
const MAX_PENDING_ROWS = 500
/** Limit for lines not yet written to a slow disk, in characters; further rows get none. */
const MAX_PENDING_CHARS = 4 * 1024 * 1024
/** Pause between two writes, in ms: handing a write to another thread costs as much as sending a response. */
const PAUSE_MS = 25
/** Interval of the check for files that were deleted or moved while open, in ms. */
const LOOK_EVERY_MS = 5_000

/**
 * Rows are collected for 200 ms before they are sent to the database; a killed program would lose them. So each row is
 * also written as a line to a file, passed to Node's thread pool in the same turn of the event loop, or 25 ms after the
 * previous write: nothing waits for it. A request that ends before its opening is written has one line for both. A program that exits by itself, even after an error, writes the remaining
 * lines. The next start replays the lines of a run that is gone.
 */
export interface Journal {
  /** @param place number of rows so far, including this one; never decreases */
  note: (row: RowMessage, place: number) => void
  /** Rows up to this place no longer need a line: they are in the database, or lost. */
  settle: (place: number) => void
  /** Resolves when the files are deleted. With `keep`, files with lines stay for the next start. */
  close: (options: { keep: boolean }) => Promise<void>
}

interface JournalFile {
  path: string
  handle: FileHandle
  bytes: number
  /** Place of the last row in this file. */
  noted: number
  /** Inode at opening; the path may lead to another file since. */
  inode: bigint
  /** True once the path leads to another file or none: nothing written here will be found. */
  isDisplaced: boolean
}

/**
 * @param prefix path of the files without their number
 * @param options.lookEveryMs see `LOOK_EVERY_MS`
 */
// oxlint-disable-next-line max-lines-per-function -- one state: two files and what waits for them change together
export function createJournal(prefix: string, { lookEveryMs = LOOK_EVERY_MS } = {}): Journal {
  /** Rows without a line, by request. */
  let pending = new Map<string, RowMessage>()
  /** Lines of earlier rows, while the disk is slow. */
  let lines = ''
  let noted = 0
  let settled = 0
  let count = 0
  /** Files that are full or no longer needed, oldest first. */
  let full: JournalFile[] = []
  /** File that receives the lines. */
  let current: JournalFile | undefined
  /** Open and empty, so that no line waits for a file to be created, truncated or deleted. */
  let spare: JournalFile | undefined
  /** Scheduled for the end of this loop turn: all its lines are written at once. */
  let due: NodeJS.Immediate | undefined
  /** True while a write is in progress: a second one would only wait for it in the file system. */
  let writing = false
  /** Runs until the next write is allowed. */
  let pause: NodeJS.Timeout | undefined
  /** Opening, truncating or deleting of files that are not written to. */
  let tidying: Promise<void> | undefined
  /** Time of the last check of the files, on the monotonic clock. */
  let lookedAt = performance.now()
  /** Value of `noted` when tidying failed; it is retried with the next row. */
  let refusedAt = -1
  /** Callbacks waiting until nothing is in progress. */
  let waiting: (() => void)[] = []
  let closing = false
  let closed = false
  process.on('exit', writeLast)

  function work(): void {
    if (closed) return endWait()
    if (!writing) {
      turnOver()
      if (pause === undefined) writePending()
    }
    if (tidying === undefined && needsTidying()) tidying = tidy().catch(refuse).finally(afterTidying)
    if (!writing && tidying === undefined) endWait()
  }
  function workDue(): void {
    due = undefined
    work()
  }
  /**
   * Switches to the spare file once the current one is full or no longer needed. Requires that no write is in progress.
   */
  function turnOver(): void {
    if (current?.isDisplaced === true) current = release(current)
    if (spare?.isDisplaced === true) spare = release(spare)
    if (current !== undefined && spare === undefined) return
    if (current !== undefined && current.bytes < MAX_FILE_BYTES && !(isBlank() && isOver(current))) return
    if (current !== undefined) full.push(current)
    current = spare
    spare = undefined
  }
  function release({ handle }: JournalFile): undefined {
    void handle.close().catch(() => undefined)
  }
  /** Checks that the files are still where the next start would read them. */
  async function look(): Promise<void> {
    lookedAt = performance.now()
    const written = [current, spare].filter((file) => file !== undefined)
    await Promise.all(
      written.map(async (file) => {
        const found = await stat(file.path, { bigint: true }).catch(() => undefined)
        file.isDisplaced = found?.ino !== file.inode
      }),
    )
  }
  function isBlank(): boolean {
    return pending.size === 0 && lines === ''
  }
  function toLines(): void {
    for (const row of pending.values()) lines += toLine(row)
    pending = new Map()
  }
  function takeLines(): string {
    toLines()
    const taken = lines
    lines = ''
    return taken
  }
  function writePending(): void {
    if (isBlank() || current === undefined) return
    const text = takeLines()
    current.bytes += text.length
    current.noted = noted
    writing = true
    if (!closing) pause = setTimeout(endPause, PAUSE_MS).unref()
    write(current.handle.fd, text, null, 'utf8', afterWrite)
  }
  function endPause(): void {
    pause = undefined
    work()
  }
  /** Synchronous, because the event loop has ended and no stream is left to delay. */
  function writeLast(): void {
    try {
      if (!isBlank() && current !== undefined) writeSync(current.handle.fd, takeLines())
    } catch {
      // Best effort: without it, a few rows are missing.
    }
  }
  function afterWrite(error: Error | null): void {
    writing = false
    if (error !== null) abandon()
    if (performance.now() - lookedAt >= lookEveryMs) void look()
    work()
  }
  function needsTidying(): boolean {
    if (noted === refusedAt) return false
    return isOver(full[0]) || (spare === undefined && (!isBlank() || (current?.bytes ?? 0) > 0))
  }
  function isOver(file: JournalFile | undefined): boolean {
    return file !== undefined && file.bytes > 0 && file.noted <= settled
  }
  function afterTidying(): void {
    tidying = undefined
    work()
  }
  async function tidy(): Promise<void> {
    const [oldest] = full
    if (oldest !== undefined && isOver(oldest)) {
      if (spare === undefined) {
        await oldest.handle.truncate(0)
        oldest.bytes = 0
        spare = oldest
      } else {
        await oldest.handle.close()
        await rm(oldest.path, { force: true })
      }
      full = full.filter((file) => file !== oldest)
    } else spare = await openNext()
  }
  async function openNext(): Promise<JournalFile> {
    await makeFolder(dirname(prefix), 0o700)
    const path = `${prefix}-${++count}.jsonl`
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND
    const handle = await open(path, flags, 0o600)
    const { ino } = await handle.stat({ bigint: true })
    return { path, bytes: 0, noted, handle, inode: ino, isDisplaced: false }
  }
  function endWait(): void {
    for (const done of waiting) done()
    waiting = []
  }
  function refuse(): void {
    refusedAt = noted
    if (current === undefined) abandon()
  }
  /** A disk that takes no journal takes no rows either; the store reports that. */
  function abandon(): void {
    pending = new Map()
    lines = ''
  }

  return {
    note(row, place) {
      noted = place
      if (closed || lines.length > MAX_PENDING_CHARS) return
      pending.set(row.requestId, row)
      if (pending.size >= MAX_PENDING_ROWS) toLines()
      if (pause === undefined) due ??= setImmediate(workDue)
    },
    settle(place) {
      settled = place
      work()
    },
    async close({ keep }) {
      if (!keep) abandon()
      closing = true
      clearTimeout(pause)
      pause = undefined
      const idle = new Promise<void>((resolve) => waiting.push(resolve))
      work()
      await idle
      closed = true
      clearImmediate(due)
      process.off('exit', writeLast)
      const files = [...full, current, spare].filter((file) => file !== undefined)
      await Promise.all(files.map(({ handle }) => handle.close().catch(() => undefined)))
      const needless = keep ? files.filter(({ bytes }) => bytes === 0) : files
      await Promise.all(needless.map(({ path }) => rm(path, { force: true }).catch(() => undefined)))
    },
  }
}
