import { ConfigError } from '../../shared/config-error.ts'
import { AppError } from '../../shared/errors.ts'
import { storageFailure } from '../../shared/language/storage-failure.ts'

/** Converts anything that a route threw into one of our own errors; unexpected errors become `internal`. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ConfigError) return fromConfig(error)
  if (!(error instanceof Error)) return new AppError('internal', { cause: error })
  // Compared by name, because the server must not import the store.
  if (error.name === 'StorageError' && 'reason' in error) {
    const reason = storageFailure(String(error.reason))
    return new AppError('log_unavailable', { cause: error, issues: reason === undefined ? [] : [reason] })
  }
  const code = 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('json_too_large', { cause: error })
  const status = 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 416) return new AppError('range_not_satisfiable', { cause: error })
  return new AppError(status < 500 ? 'bad_body' : 'internal', { cause: error })
}

function fromConfig(error: ConfigError): AppError {
  const { issues } = error
  return new AppError(error.code === 'invalid' ? 'bad_body' : 'settings_not_saved', { cause: error, issues })
}
