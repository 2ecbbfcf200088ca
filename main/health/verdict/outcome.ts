/**
 * Kind of failure of a request, as far as it concerns an upstream or Signalbox:
 * `unreachable` no connection · `dns` the name is unknown · `tls` no secure connection · `outbound_proxy` the outbound
 * proxy failed · `timeout` no response headers in time · `broken` the connection ended before the response did ·
 * `overloaded` 529 · `server_error` 5xx · `rejected` 401 or 403 · `limited` 429 · `foreign` the response isn't the
 * API's · `own` Signalbox failed.
 */
export type FailureKind =
  | 'unreachable'
  | 'dns'
  | 'tls'
  | 'outbound_proxy'
  | 'timeout'
  | 'broken'
  | 'overloaded'
  | 'server_error'
  | 'rejected'
  | 'limited'
  | 'foreign'
  | 'own'

/** Groups of failures with a common cause: two in a row of the same family count as alike. */
export type Family = 'network' | 'service' | 'rejected' | 'limited' | 'foreign' | 'own'

export const FAMILIES: Readonly<Record<FailureKind, Family>> = {
  unreachable: 'network',
  dns: 'network',
  tls: 'network',
  outbound_proxy: 'network',
  timeout: 'network',
  broken: 'network',
  overloaded: 'service',
  server_error: 'service',
  rejected: 'rejected',
  limited: 'limited',
  foreign: 'foreign',
  own: 'own',
}

/** Failures before a request was sent. */
const PROBEABLE: ReadonlySet<FailureKind> = new Set(['unreachable', 'dns', 'tls', 'outbound_proxy'])

/** True if a successful connection proves that a failure is over. An outbound proxy asks for credentials only later. */
export function isProbeable(kind: FailureKind, cause: string | undefined): boolean {
  return PROBEABLE.has(kind) && cause !== 'outbound_proxy_auth'
}

/** Times of an outcome on a monotonic clock, in ms. */
interface Span {
  startedAt: number
  endedAt: number
}

export interface Failure extends Span {
  /** `suspended`: not sent, because this upstream failed before. */
  kind: FailureKind | 'suspended'
  /** HTTP status of the upstream. */
  status?: number | undefined
  /** A system, OpenSSL or Signalbox error code. */
  cause?: string | undefined
}

/**
 * `responded`: the upstream responded, but the client was at fault or disconnected, so it doesn't count as a success.
 */
export type Outcome = Failure | (Span & { kind: 'ok' | 'responded' })

/** A connection opened and closed as a test. */
export interface Probe extends Span {
  ok: boolean
  /** Error code of a failure. */
  code?: string | undefined
}

export function isFailure(outcome: Outcome): outcome is Failure {
  return outcome.kind !== 'ok' && outcome.kind !== 'responded'
}
