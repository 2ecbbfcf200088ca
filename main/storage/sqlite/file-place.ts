import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { HEADER_BYTES, isOurHeader } from './database-file.ts'

/**
 * The reason that the open files are not those at their path any more: the database was deleted or moved, another file
 * was put in its place, its content was overwritten or cut, or its log was deleted or replaced.
 */
export type Displacement = 'missing' | 'replaced' | 'damaged' | 'log'

/** The files of an open database, as they were when they were opened. */
export interface FilePlace {
  displaced: () => Displacement | undefined
  /** Written to since the last `settle`. */
  isTouched: () => boolean
  /** Takes the files as they are now for written by us. */
  settle: () => void
  /** Lets go of the files, after the database is closed. */
  release: () => void
  /**
   * Closes the database so that nothing is written to a file that may not be ours any more: SQLite moves its log only
   * into a file that stands at its path.
   */
  closeAside: (aside: string, close: () => void) => void
  /** Removes our own log from beside a database that is not ours: SQLite would play it into that one. */
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
 * is open. SQLite goes on writing to what it has open, where no later start looks.
 *
 * To be made right before the database is opened, and released after it is closed: closing any descriptor of the file
 * drops SQLite's own locks on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 */
export function openFilePlace(path: string): FilePlace {
  const file = openSync(path, 'r')
  const own: Identity = fstatSync(file, { bigint: true })
  /** Of log and index, from when they were first seen. */
  const logs = new Map<string, Identity>()
  let touched = ''
  /** A new file is empty until its log is moved into it. */
  let wasWhole = false
  /** Since when the file is shorter than its header says: for a moment so while another instance writes it. */
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
    // A file in place of the folder.
    return undefined
  }
}

function isSame(one: Identity | undefined, other: Identity | undefined): boolean {
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev
}

/** The index is written to by readers, too. */
function fingerprint(path: string): string {
  const parts = [path, `${path}-wal`]
    .map(lookAt)
    .map((at) => (at === undefined ? '' : `${at.size} ${at.mtimeNs}`))
  return parts.join()
}

/** Compares the header with those of ours, and the length with the one that it says. */
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
    // Windows renames and removes no file that is open.
    return false
  }
}
