import { constants, write } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { RowMessage } from '../protocol.ts'
import { toLine } from './journal-line.ts'

/** A file that is longer is followed by another one, in bytes. */
const LONGEST = 1024 * 1024
/** Lines that a slow disk has not taken; above, the journal is no help any more. In characters. */
const MOST_PENDING = 4 * 1024 * 1024

/**
 * Rows wait 200 ms for company on their way to the database; a program that is killed meanwhile would lose them. So
 * every row leaves a line in a file, handed to Node's own threads in the same turn of the event loop: nothing waits
 * for it, and no answer to a request comes sooner. The next start reads the lines of a run that is gone.
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
  bytes: number
  /** The place of the last row that stands in it. */
  noted: number
}

/** @param prefix path of the files, up to their number */
export function createJournal(prefix: string): Journal {
  let pending = ''
  let noted = 0
  let settled = 0
  let count = 0
  /** Files that are full; the oldest first. */
  let full: JournalFile[] = []
  let current: (JournalFile & { handle: FileHandle }) | undefined
  /** For the end of this turn of the loop: its lines go with one write. */
  let due: NodeJS.Immediate | undefined
  /** One write is under way: a second one would wait for it in the file system. */
  let writing = false
  /** Opening, cutting or deleting a file: no line is written meanwhile. */
  let change: Promise<void> | undefined
  /** Those who wait until nothing is under way. */
  let waiting: (() => void)[] = []
  let closed = false

  function work(): void {
    if (change !== undefined || writing) return
    if (closed) return endWait()
    if (needsChange()) {
      change = changeFiles().catch(abandon).finally(afterChange)
      return
    }
    if (pending === '' || current === undefined) return endWait()
    const text = pending
    pending = ''
    current.bytes += text.length
    current.noted = noted
    writing = true
    write(current.handle.fd, text, null, 'utf8', afterWrite)
  }
  function workDue(): void {
    due = undefined
    work()
  }
  function afterWrite(error: Error | null): void {
    writing = false
    if (error !== null) abandon()
    work()
  }
  function afterChange(): void {
    change = undefined
    work()
  }
  function needsChange(): boolean {
    if (isOver(full[0])) return true
    if (current === undefined) return pending !== ''
    return current.bytes >= LONGEST || (pending === '' && isOver(current))
  }
  function isOver(file: JournalFile | undefined): boolean {
    return file !== undefined && file.bytes > 0 && file.noted <= settled
  }
  async function changeFiles(): Promise<void> {
    for (let oldest = full[0]; oldest !== undefined && isOver(oldest); oldest = full[0]) {
      full = full.slice(1)
      await rm(oldest.path, { force: true })
    }
    if (current === undefined) {
      if (pending !== '') current = await openNext()
    } else if (isOver(current) && pending === '') {
      // First: where it fails, what stands there is only written once more.
      current.bytes = 0
      await current.handle.truncate(0)
    } else if (current.bytes >= LONGEST) {
      full.push(current)
      const { handle } = current
      current = undefined
      await handle.close()
    }
  }
  async function openNext(): Promise<JournalFile & { handle: FileHandle }> {
    await mkdir(dirname(prefix), { recursive: true, mode: 0o700 })
    const path = `${prefix}-${++count}.jsonl`
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND
    return { path, bytes: 0, noted, handle: await open(path, flags, 0o600) }
  }
  function endWait(): void {
    for (const done of waiting) done()
    waiting = []
  }
  /** A disk that takes no journal takes no rows either, and says so there. */
  function abandon(): void {
    pending = ''
  }

  return {
    note(row, place) {
      noted = place
      if (closed || pending.length > MOST_PENDING) return
      pending += toLine(row)
      due ??= setImmediate(workDue)
    },
    settle(place) {
      settled = place
      work()
    },
    async close({ keep }) {
      if (!keep) pending = ''
      const idle = new Promise<void>((resolve) => waiting.push(resolve))
      work()
      await idle
      closed = true
      clearImmediate(due)
      await current?.handle.close().catch(() => undefined)
      const files = current === undefined ? full : [...full, current]
      if (!keep) await Promise.all(files.map(({ path }) => rm(path, { force: true }).catch(() => undefined)))
    },
  }
}
