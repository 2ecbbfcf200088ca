/**
 * Reason that the store could not keep or read something. All except `refused` and `broken` pass when their cause does;
 * after `broken`, the store starts a new file.
 */
export type FailureReason =
  /** Another process holds the write lock. */
  | 'locked'
  | 'disk_full'
  | 'read_only'
  | 'io_error'
  /** PostgreSQL does not respond or refuses the connection. */
  | 'unreachable'
  /** Not a database, or a damaged one. */
  | 'broken'
  /** Written by a newer Signalbox. */
  | 'newer_schema'
  /** The configured file belongs to another program. */
  | 'foreign'
  /** The statement itself failed: a bug, or a value that no column accepts. */
  | 'refused'
  /** The file was deleted, moved or replaced while it was open. */
  | 'displaced'
  /** The tables of an earlier version are being updated; requests wait to be written. */
  | 'updating'
  /** The worker thread died or hangs. */
  | 'worker_lost'

export class StorageError extends Error {
  readonly reason: FailureReason

  constructor(reason: FailureReason, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StorageError'
    this.reason = reason
  }
}

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html). */
const SQLITE: Readonly<Record<number, FailureReason>> = {
  3: 'read_only',
  5: 'locked',
  6: 'locked',
  7: 'io_error',
  8: 'read_only',
  10: 'io_error',
  11: 'broken',
  13: 'disk_full',
  14: 'io_error',
  15: 'locked',
  26: 'broken',
}

/** More specific extended codes: SQLITE_IOERR_SHMSIZE, when the log's index finds no disk space. */
const SQLITE_EXTENDED: Readonly<Record<number, FailureReason>> = { 4874: 'disk_full' }

const SYSTEM: Readonly<Record<string, FailureReason>> = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EFBIG: 'disk_full',
  EROFS: 'read_only',
  EACCES: 'read_only',
  EPERM: 'read_only',
  EBUSY: 'locked',
  EIO: 'io_error',
  ENOTDIR: 'io_error',
  EISDIR: 'io_error',
  ENOENT: 'io_error',
  EEXIST: 'io_error',
  EMFILE: 'io_error',
  ENFILE: 'io_error',
  ENAMETOOLONG: 'io_error',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EPIPE: 'unreachable',
}

/** Classifies an error of a database or the file system. */
export function failureReason(error: unknown): FailureReason {
  if (error instanceof StorageError) return error.reason
  if (!(error instanceof Error)) return 'refused'
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'ERR_SQLITE_ERROR' && 'errcode' in error) {
    const result = Number(error.errcode)
    return SQLITE_EXTENDED[result] ?? SQLITE[result & 0xff] ?? 'refused'
  }
  return SYSTEM[code] ?? postgresReason(code, error.message)
}

/** SQLSTATE (https://www.postgresql.org/docs/15/errcodes-appendix.html); pg's own errors have no code. */
function postgresReason(code: string, message: string): FailureReason {
  if (/^(40001|40P01|55P03)$/.test(code)) return 'locked'
  if (code === '53100') return 'disk_full'
  if (code === '25006') return 'read_only'
  // 42501: insufficient privilege.
  if (/^(08|28|3D|53|57|58)|^42501$/.test(code)) return 'unreachable'
  if (code === '' && /connection|timeout|terminat|authentication|SSL|not queryable/i.test(message)) {
    return 'unreachable'
  }
  return 'refused'
}
