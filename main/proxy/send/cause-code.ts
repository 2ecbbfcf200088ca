import { getSystemErrorName } from 'node:util'
import { AppError } from '../../../shared/errors.ts'

/** Errors wrap errors; a chain longer than this is a circle. */
const MAX_DEPTH = 8

/** The form of codes from the system, OpenSSL, undici and zlib. Anything else may be a message, which could carry an address. */
const CODE = /^[A-Z][A-Z0-9_]{1,63}$/

/** The system's code for a failure, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`: the first one along its causes. */
export function causeCode(error: unknown): string | undefined {
  let next = error
  for (let depth = 0; depth < MAX_DEPTH && next instanceof Error; depth++) {
    const code = next instanceof AppError ? undefined : codeOf(next)
    if (code !== undefined) return code
    next = next instanceof AggregateError && next.errors.length > 0 ? next.errors[0] : next.cause
  }
  return undefined
}

function codeOf(error: Error): string | undefined {
  if (!('code' in error) || typeof error.code !== 'string' || !CODE.test(error.code)) return undefined
  // A lost connection gets undici's code in the upstream client, and `errno` still says what it was.
  const isRenamed = error.code === 'UND_ERR_SOCKET' && 'errno' in error && typeof error.errno === 'number'
  return isRenamed && Number(error.errno) < 0 ? getSystemErrorName(Number(error.errno)) : error.code
}
