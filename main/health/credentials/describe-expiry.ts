const HOUR_MS = 3_600_000

/** ccproxy-api's value for an unknown expiry: the last second of a 32-bit clock. */
const NO_END = Date.UTC(2038, 0, 19, 3, 14, 7)

/** Limit of `toISOString`, which throws beyond it (ECMA-262, time values). */
const MAX_TIME = 8.64e15

/**
 * The expiry fields of ccproxy-api: hours are strings, truncated to integers (2.9 → "2"). Times are in milliseconds
 * since 1970.
 */
export function describeExpiry(expiresAt: number | null, now: number) {
  const end = expiresAt ?? NO_END
  const hours = String(Math.floor(Math.abs(end - now) / HOUR_MS))
  return {
    expiration: toIso(end),
    ...(isExpired(expiresAt, now) ? { expired_hours_ago: hours } : { expires_in_hours: hours }),
  }
}

/** An unknown expiry counts as not expired. */
export function isExpired(expiresAt: number | null, now: number): boolean {
  return expiresAt !== null && now >= expiresAt
}

export function toIso(time: number): string {
  return new Date(Math.max(-MAX_TIME, Math.min(MAX_TIME, time))).toISOString()
}
