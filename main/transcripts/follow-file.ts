import { readSync } from 'node:fs'
import { addLine, createFacts, type Facts } from './facts.ts'
import { openTranscript } from './open-transcript.ts'
import { parseLine } from './parse-line.ts'
import { readLines } from './read-lines.ts'
import { type Stamp, stampOf, type TranscriptFile } from './scan-root.ts'

/** Number of bytes at the beginning of a file, and before the offset, that are compared to detect a rewrite. */
const MARK = 256

/** Read position in a file. */
export interface FileState {
  /** The file's stamp at the last read. */
  stamp: Stamp
  /** The first unread byte. */
  offset: number
  /** True if the last line had no line feed yet. */
  unended: boolean
  /** The first bytes, and those before the offset. */
  head: Buffer
  tail: Buffer
  facts: Facts
}

/** A size that no file has: a failed read is retried with the next query. */
const UNREAD = -1

/**
 * Reads what was appended to a file, or the whole file if it is new or was rewritten. Waits for the rest of a partial
 * line. An unreadable file keeps its previous facts.
 *
 * @param known the result of the last call for this file; owned by this call
 */
export async function followFile(
  file: TranscriptFile,
  known: FileState | undefined,
  pause: () => Promise<void> | undefined,
): Promise<FileState> {
  const opened = openTranscript(file.path)
  let state = known ?? emptyState(file.stamp)
  if (opened === undefined) return unread(state)
  const { fd, stats, close } = opened
  try {
    const stamp = stampOf(stats)
    if (!goesOn(fd, state, stamp)) state = emptyState(stamp)
    await takeIn(fd, state, stamp.size, pause)
    // Set last: concurrent comparisons of stamps must still see the file as unread.
    state.stamp = stamp
    state.head = state.head.length === MARK ? state.head : readMark(fd, 0, Math.min(MARK, state.offset))
    state.tail = readTail(fd, state.offset)
    return state
  } catch {
    return unread(state)
  } finally {
    close()
  }
}

async function takeIn(
  fd: number,
  state: FileState,
  size: number,
  pause: () => Promise<void> | undefined,
): Promise<void> {
  const rest = await readLines({
    fd,
    from: state.offset,
    to: size,
    pause,
    onLine(bytes, end) {
      const line = parseLine(bytes)
      if (line !== undefined) addLine(state.facts, line)
      state.offset = end
      state.unended = false
    },
  })
  // A complete object cannot be the start of a longer line, unless the line is broken: see `goesOn`.
  const last = parseLine(rest)
  if (last === undefined) return
  addLine(state.facts, last)
  state.offset += rest.length
  state.unended = true
}

/** True if the file still begins with the content read so far. */
function goesOn(fd: number, known: FileState, now: Stamp): boolean {
  const { stamp, offset, head, tail, unended } = known
  if (offset === 0 || now.ino !== stamp.ino || now.size <= stamp.size) return false
  if (!readMark(fd, 0, head.length).equals(head)) return false
  if (!readTail(fd, offset).equals(tail)) return false
  return !unended || /^[ \t\r]*(?:\n|$)/.test(readMark(fd, offset, MARK).toString('latin1'))
}

function readTail(fd: number, offset: number): Buffer {
  const length = Math.min(MARK, offset)
  return readMark(fd, offset - length, length)
}

function readMark(fd: number, from: number, length: number): Buffer {
  const mark = Buffer.alloc(length)
  return mark.subarray(0, readSync(fd, mark, 0, length, from))
}

function unread(state: FileState): FileState {
  return { ...state, stamp: { ...state.stamp, size: UNREAD } }
}

function emptyState(stamp: Stamp): FileState {
  const nothing = Buffer.alloc(0)
  return { stamp, offset: 0, unended: false, head: nothing, tail: nothing, facts: createFacts() }
}
