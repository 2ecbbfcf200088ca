import { type Coded, coded } from '../../../shared/language/say.ts'
import { DNS_ERROR_CODES } from '../../base/dns-error-codes.ts'

/**
 * Tells the client which upstream can't be reached, why, and what to do. Names host and port only: path, query and user
 * info may hold a key.
 *
 * @param origin `https://api.example:8443`
 * @param failure.isTrusted false if the certificate was refused
 */
export function explainUnreachable(origin: string, failure: { error: unknown; isTrusted: boolean }): Coded {
  const { error, isTrusted } = failure
  const { host = '?', hostname = '?' } = URL.parse(origin) ?? {}
  const code = codeOf(error)
  // The remedy is in the error's own sentence.
  if (!isTrusted) {
    const issuer = issuerOf(error)
    return issuer === undefined
      ? coded('upstream.failed', { host, code })
      : coded('upstream.untrusted', { host, code, issuer })
  }
  if (code === 'ECONNREFUSED') return coded('upstream.refused', { host, code })
  if (DNS_ERROR_CODES.has(code)) return coded('upstream.not_found', { host: hostname, code })
  return coded('upstream.not_connected', { host, code })
}

/** Who issued a certificate that isn't trusted; `createConnector` adds it. */
function issuerOf(error: unknown): string | undefined {
  const issuer = error instanceof Error && 'issuer' in error ? error.issuer : undefined
  return typeof issuer === 'string' ? issuer : undefined
}

/** The system's or OpenSSL's code. A connection with several addresses carries one for each in `errors`. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'unknown'
}
