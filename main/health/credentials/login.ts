/** The parts of a stored sign-in that are kept. There is no field for a token, so none can leak. */
export interface Login {
  /** Milliseconds since 1970. Null: the file names no end, which counts as "not expired". */
  expiresAt: number | null
  /** True if the CLI can renew it without the user. */
  renewable: boolean
  /** One plain word, or null. */
  plan: string | null
}

export type ParsedCredentials =
  | { kind: 'login'; login: Login }
  | { kind: 'api_key' }
  /** A sound file without a sign-in, as a logout leaves it behind. */
  | { kind: 'signed_out' }
  /** Not JSON. It may be half written. */
  | { kind: 'malformed' }
  /** JSON, but nothing that the CLI could use. */
  | { kind: 'unusable' }
