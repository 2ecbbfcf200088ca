/**
 * Anthropic's error types and the HTTP status of each outside of a stream (https://docs.anthropic.com/en/api/errors).
 * An `api_error` may come with another status.
 */
export const ERROR_STATUSES = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
} as const

export type ErrorType = keyof typeof ERROR_STATUSES

const STATUSES: Readonly<Record<string, number>> = ERROR_STATUSES

/** Unknown types map to 500, which the client may retry. */
export function errorStatus(type: unknown): number {
  return (typeof type === 'string' && Object.hasOwn(STATUSES, type) ? STATUSES[type] : undefined) ?? 500
}
