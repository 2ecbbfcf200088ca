/** The retained parts of a stored sign-in. There is no field for a token, so none can leak. */
export interface Login {
  /** Milliseconds since 1970. Null if the file has no expiry, which counts as "not expired". */
  expiresAt: number | null
  /** True if the CLI can renew it without the user. */
  renewable: boolean
  /** One plain word, or null. */
  plan: string | null
}

export type ParsedCredentials =
  | { kind: 'login'; login: Login }
  | { kind: 'api_key' }
  /** A valid file without a sign-in, as a logout leaves it behind. */
  | { kind: 'signed_out' }
  /** Not JSON. It may be incomplete. */
  | { kind: 'malformed' }
  /** JSON, but not usable by the CLI. */
  | { kind: 'unusable' }
