type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

/** `fail` makes `/health` answer 503, `warn` only colours the tray. */
export type CheckStatus = 'pass' | 'warn' | 'fail'

export interface CheckResult {
  status: CheckStatus
  /** Spread flat into the check object of `application/health+json`: no secret, no raw environment. */
  details: Record<string, JsonValue>
}

/** One row of the health model. The monitor runs it; it caches for itself what is dear to find out. */
export interface Check {
  /** The name under `checks`, for example `claude_cli`. */
  key: string
  /** Rejects only with the signal's reason; what a user can mend comes back as a result. */
  run(signal: AbortSignal): Promise<CheckResult>
}
