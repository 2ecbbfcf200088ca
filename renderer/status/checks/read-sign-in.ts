import { Type } from 'typebox'
import { SignIn, type SignInStatus } from '../../../shared/health/sign-in.ts'
import type { SeenCheck } from '../../api/read-checks.ts'
import { pick } from '../../api/pick.ts'

/** `unchecked`: the check itself ended without an answer. */
export type SignInState = SignInStatus | 'unchecked'

export type SignInFacts = Partial<SignIn> & { state: SignInState; path?: string; error?: string }

const Details = Type.Object({
  auth_status: Type.String(),
  credentials_path: Type.String(),
  error: Type.String(),
  sign_in: Type.Unknown(),
})

export function readSignIn(check: SeenCheck): SignInFacts {
  const { auth_status = '', credentials_path: path, error, sign_in } = pick(Details, check.details)
  const facts = pick(SignIn, sign_in)
  return {
    ...facts,
    state: facts.status ?? FROM_AUTH_STATUS[auth_status] ?? 'unchecked',
    ...(path !== undefined && { path }),
    ...(error !== undefined && { error }),
  }
}

/** All that a stranger is told. Whether an expired sign-in renews itself is not among it. */
const FROM_AUTH_STATUS: Readonly<Record<string, SignInState>> = {
  valid: 'present',
  expired: 'refreshable',
  invalid: 'invalid',
  not_configured: 'missing',
}
