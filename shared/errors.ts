import { type CodedIssue, issueInEnglish } from './coded-issue.ts'
import { type Coded, inEnglish } from './language/say.ts'

/**
 * All failures that Signalbox reports itself. `status` and `type` follow Anthropic's error envelope
 * (https://docs.anthropic.com/en/api/errors); `retry` becomes `x-should-retry`, which Claude Code's SDK reads before
 * the status code. The sentences are in `ERRORS_EN`. Causes are only logged; of an upstream that can't be reached, the
 * client is told host, port and the system's code.
 */
export const ERRORS = {
  invalid_json: { status: 400, type: 'invalid_request_error', retry: false },
  body_corrupt: { status: 400, type: 'invalid_request_error', retry: false },
  request_incomplete: { status: 400, type: 'invalid_request_error', retry: false },
  unsupported_encoding: { status: 415, type: 'invalid_request_error', retry: false },
  body_too_large: { status: 413, type: 'request_too_large', retry: false },
  host_not_allowed: { status: 403, type: 'permission_error', retry: false },
  origin_not_allowed: { status: 403, type: 'permission_error', retry: false },
  bad_request_target: { status: 400, type: 'invalid_request_error', retry: false },
  malformed_request: { status: 400, type: 'invalid_request_error', retry: false },
  request_timeout: { status: 408, type: 'timeout_error', retry: true },
  bad_connection_header: { status: 400, type: 'invalid_request_error', retry: false },
  method_not_allowed: { status: 405, type: 'invalid_request_error', retry: false },
  transfer_coding: { status: 501, type: 'api_error', retry: false },
  too_many_headers: { status: 431, type: 'invalid_request_error', retry: false },
  key_required: { status: 401, type: 'authentication_error', retry: false },
  not_found: { status: 404, type: 'not_found_error', retry: false },
  bad_query: { status: 400, type: 'invalid_request_error', retry: false },
  bad_body: { status: 400, type: 'invalid_request_error', retry: false },
  range_not_satisfiable: { status: 416, type: 'invalid_request_error', retry: false },
  json_expected: { status: 415, type: 'invalid_request_error', retry: false },
  json_too_large: { status: 413, type: 'request_too_large', retry: false },
  password_required: { status: 401, type: 'authentication_error', retry: false },
  too_many_guesses: { status: 429, type: 'rate_limit_error', retry: true },
  shutdown_unavailable: { status: 409, type: 'invalid_request_error', retry: false },
  restart_unavailable: { status: 409, type: 'invalid_request_error', retry: false },
  log_unavailable: { status: 503, type: 'api_error', retry: true },
  conversations_unavailable: { status: 503, type: 'api_error', retry: true },
  settings_not_saved: { status: 503, type: 'api_error', retry: true },
  too_many_exports: { status: 503, type: 'api_error', retry: true },
  provider_unknown: { status: 400, type: 'invalid_request_error', retry: false },
  no_provider: { status: 502, type: 'api_error', retry: false },
  provider_exists: { status: 409, type: 'conflict_error', retry: false },
  provider_needed: { status: 409, type: 'conflict_error', retry: false },
  too_many_listeners: { status: 503, type: 'api_error', retry: true },
  claude_settings_unreadable: { status: 409, type: 'conflict_error', retry: false },
  gateway_credential: { status: 409, type: 'conflict_error', retry: false },
  claude_settings_ignored: { status: 409, type: 'conflict_error', retry: false },
  claude_ignores_address: { status: 409, type: 'conflict_error', retry: false },
  codex_settings_unreadable: { status: 409, type: 'conflict_error', retry: false },
  codex_settings_not_written: { status: 503, type: 'api_error', retry: true },
  codex_ignores_address: { status: 409, type: 'conflict_error', retry: false },
  openai_provider_missing: { status: 409, type: 'conflict_error', retry: false },
  other_signalbox: { status: 409, type: 'conflict_error', retry: false },
  claude_settings_not_written: { status: 503, type: 'api_error', retry: true },
  unknown_expectation: { status: 417, type: 'invalid_request_error', retry: false },
  too_many_connections: { status: 503, type: 'api_error', retry: true },
  no_websocket: { status: 426, type: 'invalid_request_error', retry: false },
  use_messages: { status: 400, type: 'invalid_request_error', retry: false },
  // Not 529: Claude Code 2.1.329 gives up on `overloaded_error` after three tries in 5 s, regardless of `retry-after`,
  // but kept retrying a 503 `api_error` for as long as it was observed (38 s).
  draining: { status: 503, type: 'api_error', retry: true },
  drain_not_cancellable: { status: 409, type: 'conflict_error', retry: false },
  upstream_unreachable: { status: 502, type: 'api_error', retry: true },
  upstream_untrusted: { status: 502, type: 'api_error', retry: false },
  upstream_forbidden: { status: 502, type: 'api_error', retry: false },
  outbound_proxy_failed: { status: 502, type: 'api_error', retry: true },
  outbound_proxy_auth: { status: 502, type: 'api_error', retry: false },
  circuit_open: { status: 503, type: 'api_error', retry: true },
  budget_reached: { status: 429, type: 'rate_limit_error', retry: false },
  rate_limited: { status: 429, type: 'rate_limit_error', retry: true },
  upstream_redirected: { status: 502, type: 'api_error', retry: false },
  upstream_broke: { status: 502, type: 'api_error', retry: true },
  upstream_timeout: { status: 504, type: 'timeout_error', retry: true },
  stream_ended_early: { status: 502, type: 'api_error', retry: true },
  stream_unreadable: { status: 502, type: 'api_error', retry: true },
  upstream_coding: { status: 502, type: 'api_error', retry: false },
  response_too_large: { status: 502, type: 'api_error', retry: false },
  upstream_is_self: { status: 508, type: 'api_error', retry: false },
  internal: { status: 500, type: 'api_error', retry: true },
  server_not_running: { status: 503, type: 'api_error', retry: true },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof ERRORS

interface ErrorRow {
  /** HTTP status code. */
  status: number
  /** Anthropic's `error.type`. */
  type: string
  /** True if the same request may succeed later. */
  retry: boolean
}

interface AppErrorOptions extends ErrorOptions {
  issues?: readonly CodedIssue[]
  retryAfterMs?: number | undefined
}

/** An expected failure. The code selects the client's error message; `cause` is only logged. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly issues: readonly CodedIssue[]
  /** The issues in English. */
  readonly details: string | undefined
  /** Delay before a retry, in ms, if known; becomes `retry-after`. */
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, { issues = [], retryAfterMs, ...options }: AppErrorOptions = {}) {
    super(inEnglish(errorSentence(code)), options)
    this.name = 'AppError'
    this.code = code
    this.issues = issues
    this.details = issues.length === 0 ? undefined : issues.map(issueInEnglish).join(' ')
    this.retryAfterMs = retryAfterMs
  }
}

/** Sentence of an error code. */
export function errorSentence(code: ErrorCode): Coded {
  return { code: `error.${code}`, params: {} }
}
