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
  method_not_allowed: {
    status: 405,
    type: 'invalid_request_error',
    retry: false,
    message: 'Signalbox does not forward TRACE: the response would show the credential.',
  },
  transfer_coding: {
    status: 501,
    type: 'api_error',
    retry: false,
    message: 'Signalbox reads no Transfer-Encoding but chunked. Use Content-Encoding for a compressed body.',
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
  bad_query: {
    status: 400,
    type: 'invalid_request_error',
    retry: false,
    message: 'A parameter is missing or not valid.',
  },
  bad_body: { status: 400, type: 'invalid_request_error', retry: false, message: 'The body is not valid.' },
  range_not_satisfiable: {
    status: 416,
    type: 'invalid_request_error',
    retry: false,
    message: 'The requested range lies outside the file.',
  },
  json_expected: {
    status: 415,
    type: 'invalid_request_error',
    retry: false,
    message: 'Send JSON, with the content type application/json.',
  },
  json_too_large: {
    status: 413,
    type: 'request_too_large',
    retry: false,
    message: 'The body is larger than 1 MB.',
  },
  password_required: {
    status: 401,
    type: 'authentication_error',
    retry: false,
    message: 'The dashboard asks for its password. Any user name will do.',
  },
  too_many_guesses: {
    status: 429,
    type: 'rate_limit_error',
    retry: true,
    message: 'Too many wrong passwords. Wait a moment, then try again.',
  },
  shutdown_unavailable: {
    status: 409,
    type: 'invalid_request_error',
    retry: false,
    message: 'This Signalbox cannot be stopped from here.',
  },
  restart_unavailable: {
    status: 409,
    type: 'invalid_request_error',
    retry: false,
    message: 'This Signalbox cannot restart itself. Stop it, then start it again.',
  },
  log_unavailable: {
    status: 503,
    type: 'api_error',
    retry: true,
    message: 'The request log cannot be read now. Requests are still passed on.',
  },
  conversations_unavailable: {
    status: 503,
    type: 'api_error',
    retry: true,
    message: "Claude Code's conversations cannot be read now.",
  },
  settings_not_saved: {
    status: 503,
    type: 'api_error',
    retry: true,
    message: 'The change could not be saved. The settings are as they were.',
  },
  too_many_exports: {
    status: 503,
    type: 'api_error',
    retry: true,
    message: 'Too many exports are being written. Try again when one is done.',
  },
  provider_unknown: {
    status: 400,
    type: 'invalid_request_error',
    retry: false,
    message: 'The model names a provider that is not set up.',
  },
  no_provider: {
    status: 502,
    type: 'api_error',
    retry: false,
    message: 'No provider is set up for this model.',
  },
  provider_exists: {
    status: 409,
    type: 'conflict_error',
    retry: false,
    message: 'There is a provider of this name already.',
  },
  provider_needed: {
    status: 409,
    type: 'conflict_error',
    retry: false,
    message: 'This provider cannot be removed.',
  },
  too_many_listeners: {
    status: 503,
    type: 'api_error',
    retry: true,
    message: 'Too many dashboards are open. Close one and try again.',
  },
  claude_settings_unreadable: {
    status: 409,
    type: 'conflict_error',
    retry: false,
    message: "Claude Code's settings cannot be read, so nothing was changed.",
  },
  claude_settings_ignored: {
    status: 409,
    type: 'conflict_error',
    retry: false,
    message: 'Claude Code ignores its settings file, so nothing was changed.',
  },
  claude_settings_not_written: {
    status: 503,
    type: 'api_error',
    retry: true,
    message: "Claude Code's settings could not be written. They are as they were.",
  },
  unknown_expectation: {
    status: 417,
    type: 'invalid_request_error',
    retry: false,
    message: 'Signalbox knows no expectation but 100-continue.',
  },
  too_many_connections: {
    status: 503,
    type: 'api_error',
    retry: true,
    message: 'Too many connections are open. Close some, or allow Signalbox more open files.',
  },
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
  upstream_untrusted: {
    status: 502,
    type: 'api_error',
    retry: false,
    message:
      "The upstream's certificate is not trusted here. Where the network inspects TLS, name its CA in SIGNALBOX_CA_FILE.",
  },
  upstream_forbidden: {
    status: 502,
    type: 'api_error',
    retry: false,
    message:
      "The upstream's address is link-local or a cloud's metadata service. Signalbox never connects to those.",
  },
  outbound_proxy_failed: {
    status: 502,
    type: 'api_error',
    retry: true,
    message: 'Signalbox could not get through the outbound proxy. Check HTTPS_PROXY, and the proxy itself.',
  },
  outbound_proxy_auth: {
    status: 502,
    type: 'api_error',
    retry: false,
    message:
      'The outbound proxy asks for a user name and password. Put them into the address in HTTPS_PROXY.',
  },
  circuit_open: {
    status: 503,
    type: 'api_error',
    retry: true,
    message: 'This provider failed several times in a row. Signalbox asks it again in half a minute at most.',
  },
  rate_limited: {
    status: 429,
    type: 'rate_limit_error',
    retry: true,
    message: "Signalbox' own limit of requests per minute to this provider is reached.",
  },
  upstream_redirected: {
    status: 502,
    type: 'api_error',
    retry: false,
    message: 'The upstream answered with a redirect, which Signalbox does not follow. Check its address.',
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
  stream_ended_early: {
    status: 502,
    type: 'api_error',
    retry: true,
    message: "The upstream's stream ended early, so there is no whole answer.",
  },
  stream_unreadable: {
    status: 502,
    type: 'api_error',
    retry: true,
    message: "The upstream's stream could not be put together to one answer.",
  },
  upstream_coding: {
    status: 502,
    type: 'api_error',
    retry: false,
    message: 'The upstream used a Transfer-Encoding other than chunked.',
  },
  response_too_large: {
    status: 502,
    type: 'api_error',
    retry: false,
    message: "The upstream's response is larger than Signalbox reads.",
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
  /** What exactly is wrong, in words for the caller. Never something that came from an upstream. */
  readonly details: string | undefined
  /** When to come again, in ms, where we know it: becomes `retry-after`. */
  readonly retryAfterMs: number | undefined

  constructor(
    code: ErrorCode,
    { details, retryAfterMs, ...options }: ErrorOptions & { details?: string; retryAfterMs?: number } = {},
  ) {
    super(ERRORS[code].message, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
    this.retryAfterMs = retryAfterMs
  }
}
