import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { makeFolderSync } from '../../base/make-folder.ts'
import { StorageError } from '../failure.ts'

/**
 * First bytes of every SQLite file. The size in pages is at byte 28, the schema version at 60, the application id at 68
 * (https://www.sqlite.org/fileformat.html).
 */
const MAGIC = 'SQLite format 3\0'
const PAGES_AT = 28
const VERSION_AT = 60
const MARK_AT = 68
/** Bytes 20–23, the same in all our files: no reserved space, and three fixed numbers. */
const FRACTIONS = 0x00_40_20_20
export const HEADER_BYTES = 100
/** "SB", and below it the version again: if the two differ, the file is damaged, not written by a newer Signalbox. */
const MARK = 0x53_42_00_00

/** Number of backups kept, newest first. */
const KEPT_BACKUPS = 2

/**
 * Makes folder and file private before SQLite opens them, whatever the umask; SQLite gives `-wal` and `-shm` the
 * file's mode. On Windows the profile's access control list protects them.
 *
 * @param options.isNamed the path was configured: the folder may be `/tmp` and the file foreign, so the folder's mode
 *   and a foreign file stay unchanged. So does the mode of a data folder that holds other files.
 * @throws StorageError `newer_schema`, `broken` or, for a configured path, `foreign`, without changes
 */
export function prepareFile(path: string, { version, isNamed }: { version: number; isNamed: boolean }): void {
  if (existsSync(path)) checkHeader(path, { known: version, notOurs: isNamed ? 'foreign' : 'broken' })
  const folder = dirname(path)
  makeFolderSync(folder, 0o700)
  if (!isNamed && isOurs(folder)) chmodSync(folder, 0o700)
  closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600))
  // Not through a link, nor on a device: run as root, that would make `/dev/null` private.
  if (lstatSync(path).isFile()) chmodSync(path, 0o600)
}

/** Names of our own files in the data folder. */
const OWN_NAME =
  /^(?:\.?signalbox|journal-|redaction-key|logs$|\.env$|(?:claude-settings|config|connection|data-folders|desktop|prices)\b)/

/**
 * True for a folder of this user with nothing but our files: run as root with `--data-dir /srv`, or with a link to
 * `/tmp`, anything else would lose its readers.
 */
function isOurs(folder: string): boolean {
  const facts = lstatSync(folder)
  if (!facts.isDirectory() || facts.uid !== process.getuid?.()) return false
  return readdirSync(folder).every((name) => OWN_NAME.test(name))
}

/** `application_id` of a file with this schema version. */
export function markOf(version: number): number {
  return version === 0 ? 0 : MARK + version
}

/** @throws StorageError `newer_schema` for a version that we cannot open, `notOurs` for a file that is not ours */
export function checkVersion({
  found,
  mark,
  known,
  notOurs = 'broken',
}: {
  found: number
  mark: number
  known: number
  notOurs?: 'broken' | 'foreign'
}): void {
  if (mark !== markOf(found)) throw new StorageError(notOurs, 'no file of ours')
  if (found > known) throw new StorageError('newer_schema', `version ${found} of the schema`)
}

/** A free path for a file to be set aside. The timestamp makes it unique, increased by 1 ms if taken. */
export function asidePath(path: string, now: number): string {
  const aside = `${path}.corrupt-${stamp(now)}`
  return existsSync(aside) ? asidePath(path, now + 1) : aside
}

/** Renames the file, its log and its index. */
export function setAside(path: string, now: number): string {
  const aside = asidePath(path, now)
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  }
  return aside
}

/** Copies a file whose log is empty, and deletes all but the newest copies. */
export function backUp(path: string, { version, now }: { version: number; now: number }): void {
  const prefix = `${basename(path)}.before-v`
  const target = join(dirname(path), `${prefix}${version + 1}-${stamp(now)}`)
  copyFileSync(path, target, constants.COPYFILE_FICLONE)
  if (lstatSync(target).isFile()) chmodSync(target, 0o600)
  const backups = readdirSync(dirname(path)).filter((name) => name.startsWith(prefix))
  const byTime = backups.toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1))
  for (const old of byTime.slice(KEPT_BACKUPS)) rmSync(join(dirname(path), old))
}

function checkHeader(
  path: string,
  { known, notOurs }: { known: number; notOurs: 'broken' | 'foreign' },
): void {
  // Opening a pipe would block until it has a writer, and the thread could not be stopped.
  if (statSync(path).isFIFO()) throw new StorageError(notOurs, 'a pipe')
  const header = Buffer.alloc(HEADER_BYTES)
  const file = openSync(path, 'r')
  try {
    const length = readSync(file, header, 0, HEADER_BYTES, 0)
    if (length === 0) return
    if (length < HEADER_BYTES || !isHeader(header)) throw new StorageError(notOurs, 'not an SQLite file')
    const found = header.readUInt32BE(VERSION_AT)
    // Our files have a version as soon as they have a table.
    if (notOurs === 'foreign' && found === 0 && header.readUInt32BE(PAGES_AT) > 1)
      throw new StorageError(notOurs, 'tables of another program')
    checkVersion({ found, mark: header.readUInt32BE(MARK_AT), known, notOurs })
  } finally {
    closeSync(file)
  }
}

/** Tests for the header of a Signalbox database, of any version. */
export function isOurHeader(header: Buffer): boolean {
  return isHeader(header) && header.readUInt32BE(MARK_AT) === markOf(header.readUInt32BE(VERSION_AT))
}

/** SQLite would open some damaged headers as files of a future version, read-only. */
function isHeader(header: Buffer): boolean {
  const [toWrite = 0, toRead = 0] = header.subarray(18, 20)
  return (
    header.toString('latin1', 0, MAGIC.length) === MAGIC &&
    toWrite <= 2 &&
    toRead <= 2 &&
    header.readUInt32BE(20) === FRACTIONS &&
    header.readUInt32BE(44) <= 4
  )
}

/** 2026-11-20T12:15:00.123Z → 20261120T121500123Z */
function stamp(now: number): string {
  return new Date(now).toISOString().replaceAll(/[-:.]/g, '')
}

function timeOf(name: string): string {
  return name.slice(name.lastIndexOf('-'))
}
