import { type Static, Type } from 'typebox'

/**
 * How a sign-in stands, and what the tray says of it. `refreshable` is not "logged out": access tokens live hours,
 * and the CLI renews them itself.
 */
export const SIGN_IN_NOTES = {
  present: 'Signed in.',
  refreshable: 'The sign-in expired. It renews at the next request.',
  expired: 'The sign-in expired. Sign in again.',
  invalid: 'The stored sign-in cannot be used. Sign in again.',
  missing: 'No sign-in found.',
  locked: 'The keychain with the sign-in is locked, or access to it was denied.',
  unreadable: 'The stored sign-in cannot be read.',
  api_key: 'An API key or another credential is used, not an account.',
  keyring: 'The sign-in is kept in the system keyring, where Signalbox does not look.',
} as const

export const SignInStatus = Type.Union([
  Type.Literal('present'),
  Type.Literal('refreshable'),
  Type.Literal('expired'),
  Type.Literal('invalid'),
  Type.Literal('missing'),
  Type.Literal('locked'),
  Type.Literal('unreadable'),
  Type.Literal('api_key'),
  Type.Literal('keyring'),
])
export type SignInStatus = keyof typeof SIGN_IN_NOTES

/** A credential that outranks the stored sign-in. Its name, never its value. */
export const SignInOverride = Type.Object({
  /** A variable such as `ANTHROPIC_API_KEY`, or the setting `apiKeyHelper`. */
  name: Type.String(),
  from: Type.Union([Type.Literal('environment'), Type.Literal('settings')]),
})
export type SignInOverride = Static<typeof SignInOverride>

/** `sign_in` in the details of the checks `oauth2_credentials` and `codex_credentials`. */
export const SignIn = Type.Object({
  status: SignInStatus,
  /** Where it was found. Null when it was not. */
  source: Type.Union([
    Type.Literal('file'),
    Type.Literal('keychain'),
    Type.Literal('command'),
    Type.Literal('override'),
    Type.Null(),
  ]),
  /** ISO 8601. Null when there is none, or it is not known. */
  expires_at: Type.Union([Type.String(), Type.Null()]),
  /** For example `max`, `pro`, `plus`. */
  subscription_type: Type.Union([Type.String(), Type.Null()]),
  /** ISO 8601: when the file was last written. */
  changed_at: Type.Union([Type.String(), Type.Null()]),
  /** ISO 8601: how old what is said here is. */
  read_at: Type.String(),
  /** True while the file is being rewritten: everything here is from `read_at`. */
  stale: Type.Boolean(),
  /** Strongest first. */
  overrides: Type.Array(SignInOverride),
  /** What the CLI itself says. Absent when it was not asked. */
  logged_in: Type.Optional(Type.Boolean()),
  auth_method: Type.Optional(Type.String()),
  /** E-mail address. Only for callers on this computer. */
  user: Type.Optional(Type.String()),
})
export type SignIn = Static<typeof SignIn>
