/**
 * Every failure that Signalbox answers itself, in one table. `status` and `type` follow Anthropic's error
 * envelope (https://docs.anthropic.com/en/api/errors); `retry` becomes `x-should-retry`, which Claude Code's
 * SDK reads before the status code. Messages are fixed texts: upstream addresses and causes stay in the log.
 */
export const ERRORS = {
  invalid_json: { status: 400, type: 'invalid_request_error', retry: false, message: 'Invalid JSON' },
  body_corrupt: {
    status: 400,
    type: 'invalid_request_error',
    retry: false,
    message: 'The request body does not match its content-encoding.',
  },
  request_incomplete: {
    status: 400,
    type: 'invalid_request_error',
    retry: false,
    message: 'The request body ended early.',
  },
  unsupported_encoding: {
    status: 415,
    type: 'invalid_request_error',
    retry: false,
    message: 'Signalbox reads request bodies in gzip, deflate, br or zstd, one coding at a time.',
  },
  body_too_large: {
    status: 413,
    type: 'request_too_large',
    retry: false,
    message: 'The request body is larger than 64 MB.',
  },
  host_not_allowed: {
    status: 403,
    type: 'permission_error',
    retry: false,
    message: 'This Host is not one that Signalbox answers to. Use http://127.0.0.1 and its port.',
  },
  origin_not_allowed: {
    status: 403,
    type: 'permission_error',
    retry: false,
    message: 'Web pages may not use Signalbox.',
  },
  bad_request_target: {
    status: 400,
    type: 'invalid_request_error',
    retry: false,
    message: 'The request line or Host header is malformed.',
  },
  malformed_request: {
    status: 400,
    type: 'invalid_request_error',
    retry: false,
    message: 'The request is not valid HTTP.',
  },
  request_timeout: {
    status: 408,
    type: 'timeout_error',
    retry: true,
    message: 'The request did not arrive in time.',
  },
  bad_connection_header: {
    status: 400,
    type: 'invalid_request_error',
    retry: false,
    message: 'The Connection header may not name a credential.',
  },
  too_many_headers: {
    status: 431,
    type: 'invalid_request_error',
    retry: false,
    message: 'The request has too many headers.',
  },
  key_required: {
    status: 401,
    type: 'authentication_error',
    retry: false,
    message:
      'Signalbox answers other machines only with its key, as x-proxy-api-key, x-api-key or a bearer token.',
  },
  not_found: { status: 404, type: 'not_found_error', retry: false, message: 'Not found' },
  no_websocket: {
    status: 426,
    type: 'invalid_request_error',
    retry: false,
    message: 'Signalbox does not speak WebSocket. Use plain HTTP.',
  },
  use_messages: {
    status: 400,
    type: 'invalid_request_error',
    retry: false,
    message: 'Signalbox speaks the Anthropic Messages API. Send this request to /v1/messages.',
  },
  // Not 529: Claude Code 2.1.329 gives up on `overloaded_error` after three tries in 5 s, whatever `retry-after`
  // says, while it went on retrying a 503 `api_error` for as long as it was watched (38 s).
  draining: {
    status: 503,
    type: 'api_error',
    retry: true,
    message: 'Signalbox is draining: running requests finish, new ones wait. It will answer again soon.',
  },
  drain_not_cancellable: {
    status: 409,
    type: 'conflict_error',
    retry: false,
    message: 'Signalbox is shutting down; this drain cannot be cancelled.',
  },
  upstream_unreachable: {
    status: 502,
    type: 'api_error',
    retry: true,
    message: 'Signalbox could not reach the upstream.',
  },
  upstream_broke: {
    status: 502,
    type: 'api_error',
    retry: true,
    message: 'The upstream closed the connection or answered something that is not HTTP.',
  },
  upstream_timeout: {
    status: 504,
    type: 'timeout_error',
    retry: true,
    message: 'The upstream sent no response headers in time.',
  },
  upstream_is_self: {
    status: 508,
    type: 'api_error',
    retry: false,
    message: 'The upstream address leads back to Signalbox. Set ANTHROPIC_FORWARD_URL to the real API.',
  },
  internal: {
    status: 500,
    type: 'api_error',
    retry: true,
    message: 'Signalbox failed to handle this request.',
  },
  server_not_running: {
    status: 503,
    type: 'api_error',
    retry: true,
    message: 'Signalbox is not listening.',
  },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof ERRORS

interface ErrorRow {
  /** HTTP status code. */
  status: number
  /** Anthropic's `error.type`. */
  type: string
  /** Whether the same request may succeed later. */
  retry: boolean
  message: string
}

/** An expected failure. The code says what the caller is told; `cause` is for the log. */
export class AppError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, options?: ErrorOptions) {
    super(ERRORS[code].message, options)
    this.name = 'AppError'
    this.code = code
  }
}
