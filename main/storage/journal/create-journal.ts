import { constants, write, writeSync } from 'node:fs'
import { type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { RowMessage } from '../protocol.ts'
import { toLine } from './journal-line.ts'

/** A file that is longer is followed by another one, in bytes. */
const MAX_LINE_BYTES = 1024 * 1024
/** Lines that a slow disk has not taken; above, the journal is no help any more. In characters. */
const MAX_PENDING_BYTES = 4 * 1024 * 1024
/** Pause between two writes, in ms: handing a write to another thread costs as much as sending a response. */
const PAUSE_MS = 25
/** Interval between two looks for files that were deleted or moved while they are written to, in ms. */
const LOOK_EVERY_MS = 5_000

/**
 * Rows wait 200 ms for company on their way to the database; a program that is killed meanwhile would lose them. So
 * every row leaves a line in a file, handed to Node's own threads in the same turn of the event loop, or 25 ms after
 * the lines before: nothing waits for it. A program that ends by itself, also by an error, writes what is left. The
 * next start reads the lines of a run that is gone.
 */
export interface Journal {
  /** @param place how many rows were there with this one; never falls */
  note: (row: RowMessage, place: number) => void
  /** The rows up to this place need no line any more: they are in the database, or lost. */
  settle: (place: number) => void
  /** Resolves when the files are gone; for a run that has nothing left to tell. */
  close: (options: { keep: boolean }) => Promise<void>
}

interface JournalFile {
  path: string
  handle: FileHandle
  bytes: number
  /** The place of the last row that stands in it. */
  noted: number
  /** The file that was opened; another one may have taken its place. */
  inode: bigint
  /** True once there is another file at its path, or none: nothing that is written to it will be found. */
  isDisplaced: boolean
}

/**
 * @param prefix path of the files, up to their number
 * @param options.lookEveryMs see `LOOK_EVERY_MS`
 */
export function createJournal(prefix: string, { lookEveryMs = LOOK_EVERY_MS } = {}): Journal {
  let pending = ''
  let noted = 0
  let settled = 0
  let count = 0
  /** Files that are full, or needed no more; the oldest first. */
  let full: JournalFile[] = []
  /** Lines go here. */
  let current: JournalFile | undefined
  /** Open and empty, so that no line ever waits for a file to be made, cut or deleted. */
  let spare: JournalFile | undefined
  /** For the end of this turn of the loop: its lines go with one write. */
  let due: NodeJS.Immediate | undefined
  /** One write is under way: a second one would wait for it in the file system. */
  let writing = false
  /** Runs from a write to the next that may follow it. */
  let pause: NodeJS.Timeout | undefined
  /** Files that are not written to are opened, cut or deleted. */
  let tidying: Promise<void> | undefined
  /** When the files were last looked for, on the monotonic clock. */
  let lookedAt = performance.now()
  /** Where the disk refused to tidy; it is asked again with the next row. */
  let refusedAt = -1
  /** Those who wait until nothing is under way. */
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
  /** Takes the spare file once this one is full, or needed no more. Nothing is being written. */
  function turnOver(): void {
    if (current?.isDisplaced === true) current = letGo(current)
    if (spare?.isDisplaced === true) spare = letGo(spare)
    if (current !== undefined && spare === undefined) return
    if (current !== undefined && current.bytes < MAX_LINE_BYTES && !(pending === '' && isOver(current)))
      return
    if (current !== undefined) full.push(current)
    current = spare
    spare = undefined
  }
  function letGo({ handle }: JournalFile): undefined {
    void handle.close().catch(() => undefined)
  }
  /** Looks whether the files are still where a start would read them. */
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
  function writePending(): void {
    if (pending === '' || current === undefined) return
    const text = pending
    pending = ''
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
  /** Nothing else runs any more, and there is no stream left that could wait for the disk. */
  function writeLast(): void {
    try {
      if (pending !== '' && current !== undefined) writeSync(current.handle.fd, pending)
    } catch {
      // As for every other line: without it a few rows are missing.
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
    return isOver(full[0]) || (spare === undefined && (pending !== '' || (current?.bytes ?? 0) > 0))
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
    await mkdir(dirname(prefix), { recursive: true, mode: 0o700 })
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
  /** A disk that takes no journal takes no rows either, and says so there. */
  function abandon(): void {
    pending = ''
  }

  return {
    note(row, place) {
      noted = place
      if (closed || pending.length > MAX_PENDING_BYTES) return
      pending += toLine(row)
      if (pause === undefined) due ??= setImmediate(workDue)
    },
    settle(place) {
      settled = place
      work()
    },
    async close({ keep }) {
      if (!keep) pending = ''
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
