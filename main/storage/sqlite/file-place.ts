import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { HEADER_BYTES, isOurHeader } from './database-file.ts'

/**
 * Reason that the open files are no longer those at their path: the database was deleted or moved, replaced by another
 * file, overwritten or truncated, or its log was deleted or replaced.
 */
export type Displacement = 'missing' | 'replaced' | 'damaged' | 'log'

/** Identity of the files of an open database at the time of opening. */
export interface FilePlace {
  displaced: () => Displacement | undefined
  /** True after a write since the last `settle`. */
  isTouched: () => boolean
  /** Treats the current files as written by us. */
  settle: () => void
  /** Closes the descriptor; call after the database is closed. */
  release: () => void
  /**
   * Closes the database without writing to a file that may no longer be ours: SQLite moves its log only into a file at
   * its path.
   */
  closeAside: (aside: string, close: () => void) => void
  /** Removes our own log from beside a foreign database: SQLite would replay it into that one. */
  removeLog: () => void
}

const LOGS = ['-wal', '-shm'] as const

/** In ms. */
const SHORT_MS = 1000

interface Identity {
  dev: bigint
  ino: bigint
}

/**
 * Threat model: an editor, a sync or backup tool, or the user deletes, moves, overwrites or replaces the file while it
 * is open. SQLite keeps writing to the open file, which no later start will find.
 *
 * Create it right before the database is opened, and release it after the database is closed: closing any descriptor of
 * the file drops SQLite's own locks on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 */
export function openFilePlace(path: string): FilePlace {
  const file = openSync(path, 'r')
  const own: Identity = fstatSync(file, { bigint: true })
  /** Log and index, as first seen. */
  const logs = new Map<string, Identity>()
  let touched = ''
  /** A new file is empty until its log is moved into it. */
  let wasWhole = false
  /**
   * Time since which the file is shorter than its header says; short periods are normal while another instance writes.
   */
  let shortSince: number | undefined

  function isOwnLog(suffix: (typeof LOGS)[number]): boolean {
    return isSame(logs.get(suffix), lookAt(path + suffix))
  }
  function isDamaged(): boolean {
    const state = stateOf(file)
    if (state !== 'short') shortSince = undefined
    else shortSince ??= performance.now()
    return state === 'foreign' || performance.now() - (shortSince ?? Number.POSITIVE_INFINITY) > SHORT_MS
  }
  return {
    displaced() {
      const present = lookAt(path)
      if (present === undefined) return 'missing'
      if (!isSame(own, present)) return 'replaced'
      if (wasWhole && isDamaged()) return 'damaged'
      return LOGS.some((suffix) => logs.has(suffix) && !isOwnLog(suffix)) ? 'log' : undefined
    },
    isTouched: () => touched !== '' && touched !== fingerprint(path),
    settle() {
      for (const suffix of LOGS) {
        const present = logs.has(suffix) ? undefined : lookAt(path + suffix)
        if (present !== undefined) logs.set(suffix, present)
      }
      touched = fingerprint(path)
      wasWhole ||= stateOf(file) === 'whole'
    },
    release: () => closeSync(file),
    closeAside(aside, close) {
      const isMoved = isSame(own, lookAt(path)) && tryTo(() => renameSync(path, aside))
      close()
      if (isMoved && !existsSync(path)) renameSync(aside, path)
    },
    removeLog() {
      for (const suffix of LOGS) if (isOwnLog(suffix)) tryTo(() => rmSync(path + suffix, { force: true }))
    },
  }
}

function lookAt(path: string): (Identity & { size: bigint; mtimeNs: bigint }) | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false })
  } catch {
    // The folder was replaced by a file.
    return undefined
  }
}

function isSame(one: Identity | undefined, other: Identity | undefined): boolean {
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev
}

/** Excludes the index: readers write to it too. */
function fingerprint(path: string): string {
  const parts = [path, `${path}-wal`]
    .map(lookAt)
    .map((at) => (at === undefined ? '' : `${at.size} ${at.mtimeNs}`))
  return parts.join()
}

/** Checks that the header is ours, and compares the length with the one in the header. */
function stateOf(file: number): 'whole' | 'short' | 'foreign' {
  const header = Buffer.alloc(HEADER_BYTES)
  if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES || !isOurHeader(header)) return 'foreign'
  const [pageSize, pages] = [header.readUInt16BE(16), header.readUInt32BE(28)]
  const bytes = (pageSize === 1 ? 65_536 : pageSize) * pages
  return fstatSync(file).size >= bytes ? 'whole' : 'short'
}

function tryTo(act: () => void): boolean {
  try {
    act()
    return true
  } catch {
    // Windows neither renames nor deletes open files.
    return false
  }
}
