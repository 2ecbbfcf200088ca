import { ConfigError } from '../../shared/config-error.ts'
import { AppError } from '../../shared/errors.ts'

/** What the store's reasons mean to somebody who asked for requests. */
const STORAGE_REASONS: Readonly<Record<string, string>> = {
  locked: 'Another program holds the database. It is tried again.',
  disk_full: 'The disk is full. Free some space.',
  read_only: 'The data folder cannot be written. Give Signalbox its rights back.',
  io_error: 'The disk gave an error.',
  unreachable: 'PostgreSQL does not answer, or does not let Signalbox in. Check DATABASE_URL.',
  broken: 'The database is damaged. It is set aside, and a new one is begun.',
  newer_schema: 'A newer Signalbox wrote the database. Update this one.',
  foreign: 'The file or the schema belongs to another program. Name another one in DB_PATH or DATABASE_URL.',
  displaced: 'The database was deleted, moved or replaced. Recording goes on in a new one. Ask again.',
  refused: 'The database refused the question. The log of Signalbox says why.',
  worker_lost: 'The thread of the database ended. It is started again.',
}

/** Puts whatever a route threw into one of our own errors; what nobody expected is `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ConfigError) return fromConfig(error)
  if (!(error instanceof Error)) return new AppError('internal', { cause: error })
  // By name: the server knows nothing of the store's room.
  if (error.name === 'StorageError' && 'reason' in error) {
    const details = STORAGE_REASONS[String(error.reason)] ?? ''
    return new AppError('log_unavailable', { cause: error, details })
  }
  const code = 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('json_too_large', { cause: error })
  const status = 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 416) return new AppError('range_not_satisfiable', { cause: error })
  return new AppError(status < 500 ? 'bad_body' : 'internal', { cause: error })
}

function fromConfig(error: ConfigError): AppError {
  const details = [error.message, ...error.details].join(' ')
  return new AppError(error.code === 'invalid' ? 'bad_body' : 'settings_not_saved', { cause: error, details })
}
