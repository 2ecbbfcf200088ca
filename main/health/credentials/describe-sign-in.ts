import type { CodedMessage } from '../../../shared/coded-message.ts'
import type { SignIn, SignInDetails, SignInOverride, SignInStatus } from '../../../shared/health/sign-in.ts'
import type { CheckStatus } from '../../../shared/health/check-status.ts'
import { type Coded, coded, toMessage } from '../../../shared/language/say.ts'
import { describeExpiry, isExpired, toIso } from './describe-expiry.ts'
import type { ConfirmedReading, Finding } from './finding.ts'

export interface SignInResult {
  status: CheckStatus
  details: SignInDetails
  message?: CodedMessage
}

export interface SignInContext {
  title: 'Claude' | 'Codex'
  /** Milliseconds since 1970. */
  now: number
  overrides: SignInOverride[]
  /** False if the tool is unused: then a missing sign-in is no warning. */
  expected: boolean
}

/** `auth_status` is ccproxy-api's field. It has no value for a renewable or a locked sign-in; `sign_in.status` has. */
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

/** The result of a sign-in check, in the fields of ccproxy-api and in our own `sign_in`. Pure. */
export function describeSignIn(reading: ConfirmedReading, context: SignInContext): SignInResult {
  const { finding } = reading
  const status = toStatus(reading, context)
  const outcome = OUTCOMES[status]
  const problem = PROBLEMS[status]?.(context.title, finding)
  return {
    status: status === 'missing' && !context.expected ? 'pass' : outcome.status,
    details: {
      // An override is not an OAuth sign-in, but needs no fix either.
      auth_status:
        status === 'api_key' && finding.kind !== 'api_key' ? 'not_configured' : outcome.auth_status,
      credentials_path: 'path' in finding ? finding.path : null,
      ...(finding.kind === 'login' ? describeExpiry(finding.login.expiresAt, context.now) : {}),
      ...(finding.kind === 'login' ? { subscription_type: finding.login.plan } : {}),
      ...(problem === undefined ? {} : { error: problem.error }),
      sign_in: toSignIn(status, reading, context.overrides),
    },
    ...(problem !== undefined && { message: toMessage(problem.message) }),
  }
}

function toStatus({ finding, response }: ConfirmedReading, { now, overrides }: SignInContext): SignInStatus {
  switch (finding.kind) {
    case 'login':
      if (isExpired(finding.login.expiresAt, now)) return finding.login.renewable ? 'refreshable' : 'expired'
      return response?.logged_in === false ? 'invalid' : 'present'
    case 'keychain':
      return 'present'
    case 'broken':
      return 'invalid'
    case 'missing':
    case 'keyring':
      if (response?.logged_in === true) return isAccount(response.auth_method) ? 'present' : 'api_key'
      if (overrides.length > 0) return 'api_key'
      return response?.logged_in === false ? 'missing' : finding.kind
    case 'locked':
    case 'unreadable':
    case 'api_key':
      return finding.kind
  }
}

/** `claude auth status` and our parser of `codex login status` return these for an account with a plan. */
function isAccount(method: string | undefined): boolean {
  return method === 'claude.ai' || method === 'chatgpt'
}

interface Problem {
  /** English, in ccproxy-api's wording where it has one. */
  error: string
  message: Coded
}

const PROBLEMS: Partial<Record<SignInStatus, (product: string, finding: Finding) => Problem>> = {
  missing: (product, finding) =>
    finding.kind === 'missing' && !finding.signedOut
      ? {
          error: `${product} credentials file not found`,
          message: coded('check.sign_in_not_found', { product }),
        }
      : { error: `${product} is signed out`, message: coded('check.sign_in_signed_out', { product }) },
  invalid: (product, finding) =>
    finding.kind === 'login'
      ? {
          error: `${product} does not accept its stored sign-in`,
          message: coded('check.sign_in_rejected', { product }),
        }
      : {
          error: `${product} credentials file holds no usable sign-in`,
          message: coded('check.sign_in_unusable', { product }),
        },
  unreadable(product, finding) {
    const code = finding.kind === 'unreadable' ? finding.code : 'unknown'
    return {
      error: `${product} credentials file cannot be read (${code})`,
      message: coded('check.sign_in_unreadable', { product, code }),
    }
  },
  locked: (product) => ({
    error: `${product} credentials are in a keychain that is locked or denies access`,
    message: coded('check.sign_in_locked', { product }),
  }),
}

function toSignIn(
  status: SignInStatus,
  { finding, readAt, stale, response }: ConfirmedReading,
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
