import { getSystemErrorName } from 'node:util'
import { AppError } from '../../../shared/errors.ts'

/** Maximum length of a cause chain; a longer one is circular. */
const MAX_DEPTH = 8

/**
 * Format of codes from the system, OpenSSL, undici and zlib. Anything else may be a message, which may contain an
 * address.
 */
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
  // The upstream client replaces a lost connection's code by undici's; `errno` still has the original.
  const isRenamed = error.code === 'UND_ERR_SOCKET' && 'errno' in error && typeof error.errno === 'number'
  return isRenamed && Number(error.errno) < 0 ? getSystemErrorName(Number(error.errno)) : error.code
}
