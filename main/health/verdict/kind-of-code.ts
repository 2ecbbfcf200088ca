import type { FailureKind } from './outcome.ts'
import { DNS_ERROR_CODES } from '../../base/dns-error-codes.ts'

/** OpenSSL's certificate errors (`X509_verify_cert_error_string`), and Node's errors for names and handshakes. */
const TLS =
  /^(?:CERT_|CRL_|DEPTH_ZERO_SELF_SIGNED_CERT$|ERR_SSL_|ERR_TLS_|EPROTO$|HOSTNAME_MISMATCH$|INVALID_CA$|SELF_SIGNED_CERT|UNABLE_TO_)/

/** The connection was accepted and then dropped. The next one may be accepted too, which proves nothing. */
const DROPPED = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET'])

/** Kind of a connection failure, by its error code. */
export function kindOfCode(code: string | undefined): FailureKind {
  if (code === undefined) return 'unreachable'
  // `CONNECT_502`: the outbound proxy responded, but opened no tunnel.
  if (/^(?:outbound_proxy_|CONNECT_)/.test(code)) return 'outbound_proxy'
  if (DNS_ERROR_CODES.has(code)) return 'dns'
  if (DROPPED.has(code)) return 'broken'
  return TLS.test(code) ? 'tls' : 'unreachable'
}

/** False for a handshake that failed for a reason other than the certificate. */
export function isCertificateCode(code: string | undefined): boolean {
  return code !== undefined && TLS.test(code) && !/^(?:ERR_SSL_|EPROTO$)/.test(code)
}
