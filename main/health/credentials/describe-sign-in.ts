import type { SignIn, SignInDetails, SignInOverride, SignInStatus } from '../../../shared/health/sign-in.ts'
import type { CheckStatus } from '../../../shared/health/check-status.ts'
import { describeExpiry, isExpired, toIso } from './describe-expiry.ts'
import type { AnsweredReading, Finding } from './finding.ts'

export interface SignInResult {
  status: CheckStatus
  details: SignInDetails
}

export interface SignInContext {
  title: 'Claude' | 'Codex'
  /** Milliseconds since 1970. */
  now: number
  overrides: SignInOverride[]
  /** False where nobody expects a sign-in, so that its absence is no warning. */
  expected: boolean
}

/** `auth_status` is the seed's word. It has none for a renewable or a locked sign-in; `sign_in.status` does. */
const OUTCOMES = {
  present: { status: 'pass', auth_status: 'valid' },
  refreshable: { status: 'warn', auth_status: 'expired' },
  expired: { status: 'warn', auth_status: 'expired' },
  invalid: { status: 'warn', auth_status: 'invalid' },
  missing: { status: 'warn', auth_status: 'not_configured' },
  locked: { status: 'warn', auth_status: 'invalid' },
  unreadable: { status: 'warn', auth_status: 'invalid' },
  api_key: { status: 'pass', auth_status: 'valid' },
  keyring: { status: 'pass', auth_status: 'not_configured' },
} as const satisfies Record<SignInStatus, { status: CheckStatus; auth_status: string }>

/** Says in the words of `/health` and of the tray what was found. Pure. */
export function describeSignIn(reading: AnsweredReading, context: SignInContext): SignInResult {
  const { finding } = reading
  const status = toStatus(reading, context)
  const outcome = OUTCOMES[status]
  const error = ERRORS[status]?.(context.title, finding)
  return {
    status: status === 'missing' && !context.expected ? 'pass' : outcome.status,
    details: {
      // An override is no OAuth sign-in, but leaves nothing to mend either.
      auth_status:
        status === 'api_key' && finding.kind !== 'api_key' ? 'not_configured' : outcome.auth_status,
      credentials_path: 'path' in finding ? finding.path : null,
      ...(finding.kind === 'login' ? describeExpiry(finding.login.expiresAt, context.now) : {}),
      ...(finding.kind === 'login' ? { subscription_type: finding.login.plan } : {}),
      ...(error === undefined ? {} : { error }),
      sign_in: toSignIn(status, reading, context.overrides),
    },
  }
}

function toStatus({ finding, response }: AnsweredReading, { now, overrides }: SignInContext): SignInStatus {
  if (finding.kind === 'login') {
    if (isExpired(finding.login.expiresAt, now)) return finding.login.renewable ? 'refreshable' : 'expired'
    return response?.logged_in === false ? 'invalid' : 'present'
  }
  if (finding.kind === 'keychain') return 'present'
  if (finding.kind === 'broken') return 'invalid'
  if (finding.kind !== 'missing' && finding.kind !== 'keyring') return finding.kind

  if (response?.logged_in === true) return isAccount(response.auth_method) ? 'present' : 'api_key'
  if (overrides.length > 0) return 'api_key'
  return response?.logged_in === false ? 'missing' : finding.kind
}

/** `claude auth status` and our reading of `codex login status` name these for an account with a plan. */
function isAccount(method: string | undefined): boolean {
  return method === 'claude.ai' || method === 'chatgpt'
}

/** What `error` says, where there is something to mend. The words for "not found" are the seed's. */
const ERRORS: Partial<Record<SignInStatus, (title: string, finding: Finding) => string>> = {
  missing: (title, finding) =>
    finding.kind === 'missing' && !finding.signedOut
      ? `${title} credentials file not found`
      : `${title} is signed out`,
  invalid: (title, finding) =>
    finding.kind === 'login'
      ? `${title} does not accept its stored sign-in`
      : `${title} credentials file holds no usable sign-in`,
  unreadable: (title, finding) =>
    `${title} credentials file cannot be read (${finding.kind === 'unreadable' ? finding.code : 'unknown'})`,
  locked: (title) => `${title} credentials are in a keychain that is locked or denies access`,
}

function toSignIn(
  status: SignInStatus,
  { finding, readAt, stale, response }: AnsweredReading,
  overrides: SignInOverride[],
): SignIn {
  const login = finding.kind === 'login' ? finding.login : undefined
  const expiresAt = login?.expiresAt ?? null
  return {
    status,
    source: toSource(status, finding, response?.logged_in === true),
    expires_at: expiresAt === null ? null : toIso(expiresAt),
    subscription_type: login?.plan ?? null,
    changed_at: 'mtimeMs' in finding ? toIso(finding.mtimeMs) : null,
    read_at: toIso(readAt),
    stale,
    overrides,
    ...response,
  }
}

function toSource(status: SignInStatus, finding: Finding, confirmed: boolean): SignIn['source'] {
  if ('path' in finding) return 'file'
  if (finding.kind === 'keychain' || finding.kind === 'locked') return 'keychain'
  if (confirmed) return 'command'
  return status === 'api_key' ? 'override' : null
}
