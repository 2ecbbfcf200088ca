import { type Static, Type } from 'typebox'

/**
 * State of a stored sign-in. `refreshable` has expired but still counts as signed in: access tokens live for hours, and
 * the CLI renews them itself. `api_key` is any credential other than an account; `keyring` is a store that Signalbox
 * doesn't read.
 */
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
export type SignInStatus = Static<typeof SignInStatus>

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
  /** Location of the sign-in. Null if none was found. */
  source: Type.Union([
    Type.Literal('file'),
    Type.Literal('keychain'),
    Type.Literal('command'),
    Type.Literal('override'),
    Type.Null(),
  ]),
  /** ISO 8601. Null if there is no expiry, or it is unknown. */
  expires_at: Type.Union([Type.String(), Type.Null()]),
  /** For example `max`, `pro`, `plus`. */
  subscription_type: Type.Union([Type.String(), Type.Null()]),
  /** ISO 8601: time of the file's last write. */
  changed_at: Type.Union([Type.String(), Type.Null()]),
  /** ISO 8601: time of this read. */
  read_at: Type.String(),
  /** True while the file is being rewritten: all fields are as of `read_at`. */
  stale: Type.Boolean(),
  /** Strongest first. */
  overrides: Type.Array(SignInOverride),
  /** Status reported by the CLI itself. Absent if it was not asked. */
  logged_in: Type.Optional(Type.Boolean()),
  auth_method: Type.Optional(Type.String()),
  /** E-mail address. Only for callers on this computer. */
  user: Type.Optional(Type.String()),
})
export type SignIn = Static<typeof SignIn>

/** Details of `checks.oauth2_credentials` and `checks.codex_credentials`: the fields of ccproxy-api, then ours. */
export const SignInDetails = Type.Object({
  auth_status: Type.Union([
    Type.Literal('valid'),
    Type.Literal('expired'),
    Type.Literal('invalid'),
    Type.Literal('not_configured'),
    /** The check itself failed. */
    Type.Literal('error'),
  ]),
  credentials_path: Type.Union([Type.String(), Type.Null()]),
  /** ISO 8601; 2038-01-19 if the file names no expiry. */
  expiration: Type.Optional(Type.String()),
  /** Whole hours, as strings. */
  expires_in_hours: Type.Optional(Type.String()),
  expired_hours_ago: Type.Optional(Type.String()),
  subscription_type: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  error: Type.Optional(Type.String()),
  /** Absent if the check itself failed. */
  sign_in: Type.Optional(SignIn),
  /** macOS only. */
  keychain: Type.Optional(
    Type.Union([
      Type.Literal('found'),
      Type.Literal('not_found'),
      Type.Literal('locked'),
      Type.Literal('denied'),
      Type.Literal('unavailable'),
    ]),
  ),
})
export type SignInDetails = Static<typeof SignInDetails>
