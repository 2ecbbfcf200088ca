import type { Message } from '../en.ts'

/** The failures that Signalbox answers itself: one for each code of `ERRORS`, which `errorSentence` checks. */
export const ERRORS_EN = {
  // The request itself.
  'error.invalid_json': 'Invalid JSON',
  'error.body_corrupt': 'The request body doesn’t match its content-encoding.',
  'error.request_incomplete': 'The request body ended early.',
  'error.unsupported_encoding':
    'Signalbox accepts request bodies in gzip, deflate, br or zstd, one coding at a time.',
  'error.body_too_large': 'The request body is larger than 64 MB.',
  'error.host_not_allowed': 'Signalbox doesn’t accept this Host. Use http://127.0.0.1 and its port.',
  'error.origin_not_allowed': 'Other web pages can’t use Signalbox.',
  'error.bad_request_target': 'The request line or the Host header is malformed.',
  'error.malformed_request': 'The request isn’t valid HTTP.',
  'error.request_timeout': 'The request did not arrive in time.',
  'error.bad_connection_header': 'The Connection header must not name a credential.',
  'error.method_not_allowed': 'Signalbox doesn’t forward TRACE: the response would contain the credential.',
  'error.transfer_coding':
    'Signalbox accepts no Transfer-Encoding other than chunked. Use Content-Encoding for a compressed body.',
  'error.too_many_headers': 'The request has too many headers.',
  'error.unknown_expectation': 'Signalbox supports no expectation other than 100-continue.',
  'error.no_websocket': 'Signalbox doesn’t support WebSocket. Use plain HTTP.',
  'error.use_messages':
    'No provider is set for clients of OpenAI’s API (clients.openai). For Claude, send this request to /v1/messages.',
  'error.too_many_connections':
    'Too many connections are open. Close some, or allow Signalbox more open files.',

  // Who may ask.
  'error.key_required':
    'Other machines need Signalbox’s key, as x-proxy-api-key, x-api-key or a bearer token.',
  'error.password_required': 'The dashboard requires its password. Any user name works.',
  'error.too_many_guesses': 'Too many wrong passwords. Wait a moment, then try again.',

  // The dashboard API.
  'error.not_found': 'Not found',
  'error.bad_query': 'A parameter is missing or invalid.',
  'error.bad_body': 'The body is invalid.',
  'error.range_not_satisfiable': 'The requested range is outside the file.',
  'error.json_expected': 'Send JSON with the content type application/json.',
  'error.json_too_large': 'The body is larger than 1 MB.',
  'error.shutdown_unavailable': 'This Signalbox can’t be stopped from here.',
  'error.restart_unavailable': 'This Signalbox can’t restart itself. Stop it, then start it again.',
  'error.log_unavailable': 'The request log can’t be read right now. Requests are still forwarded.',
  'error.conversations_unavailable': 'Claude Code’s conversations can’t be read right now.',
  'error.settings_not_saved': 'The change couldn’t be saved. The settings are unchanged.',
  'error.too_many_exports': 'Too many exports are running. Try again when one has finished.',
  'error.too_many_listeners': 'Too many dashboards are open. Close one, then try again.',
  'error.drain_not_cancellable': 'Signalbox is shutting down. This drain can’t be cancelled.',
  'error.server_not_running': 'Signalbox isn’t running.',

  // Providers and routes.
  'error.provider_unknown': 'The model names a provider that isn’t set up.',
  'error.no_provider': 'No provider is set up for this model.',
  'error.provider_exists': 'A provider with this name already exists.',
  'error.provider_needed': 'This provider can’t be removed.',
  'error.circuit_open':
    'This provider failed several times in a row. Signalbox tries it again within 30 seconds.',
  'error.rate_limited': 'Signalbox’s limit of requests per minute to this provider is reached.',

  'error.budget_reached': 'A budget that you set in Signalbox is used up.',

  // Claude Code's settings.
  'error.claude_settings_unreadable': 'Claude Code’s settings can’t be read. Nothing was changed.',
  'error.gateway_credential': 'A credential would be sent to another host. Nothing was changed.',
  'error.claude_ignores_address':
    'Claude Code would not send its requests to Signalbox. Nothing was changed.',
  'error.claude_settings_ignored': 'Claude Code ignores its settings file. Nothing was changed.',
  'error.claude_settings_not_written': 'Claude Code’s settings couldn’t be written. They are unchanged.',

  // Codex's configuration.
  'error.codex_settings_unreadable': 'Codex’s configuration can’t be read. Nothing was changed.',
  'error.codex_settings_not_written': 'Codex’s configuration couldn’t be written. It is unchanged.',
  'error.codex_ignores_address': 'Codex would not send its requests to Signalbox. Nothing was changed.',
  'error.openai_provider_missing':
    'No provider is set for clients of OpenAI’s API, so requests of Codex would fail. Nothing was changed.',
  'error.other_signalbox': 'Codex is connected to another Signalbox. Nothing was changed.',

  'error.draining': 'Signalbox is draining: running requests finish, new ones have to wait. Retry shortly.',

  // The upstream, and the way to it.
  'error.upstream_unreachable': 'Signalbox can’t reach the upstream.',
  'error.upstream_untrusted':
    'The upstream’s certificate isn’t trusted. If your network inspects TLS, add its CA certificate to your system’s, or set SIGNALBOX_CA_FILE to it.',
  'error.upstream_forbidden':
    'The upstream’s address is link-local or a cloud metadata service. Signalbox never connects to those.',
  'error.outbound_proxy_failed':
    'Signalbox can’t connect through the outbound proxy. Check HTTPS_PROXY and the proxy itself.',
  'error.outbound_proxy_auth':
    'The outbound proxy requires a user name and password. Add them to the address in HTTPS_PROXY.',
  'error.upstream_redirected':
    'The upstream responded with a redirect, which Signalbox doesn’t follow. Check its address.',
  'error.upstream_broke': 'The upstream closed the connection or sent an invalid HTTP response.',
  'error.upstream_timeout': 'The upstream sent no response headers in time.',
  'error.stream_ended_early': 'The upstream’s stream ended early, so the response is incomplete.',
  'error.stream_unreadable': 'The upstream’s stream couldn’t be assembled into one response.',
  'error.upstream_coding': 'The upstream used a Transfer-Encoding other than chunked.',
  'error.response_too_large': 'The upstream’s response is larger than Signalbox accepts.',
  'error.upstream_is_self':
    'The upstream address leads back to Signalbox. Set ANTHROPIC_FORWARD_URL to the real API.',
  'error.internal': 'Signalbox failed to handle this request.',

  // Why the upstream can't be reached, after one of the sentences above.
  'upstream.refused': '{host} refused the connection ({code}). Check that it is running.',
  'upstream.not_found':
    'The name {host} can’t be resolved ({code}). Check the network connection and the address.',
  'upstream.failed': 'Connecting to {host} failed ({code}).',
  'upstream.untrusted': 'Connecting to {host} failed ({code}). Its certificate was issued by “{issuer}”.',
  'upstream.not_connected': 'Connecting to {host} failed ({code}). Check the network connection.',
} as const satisfies Record<string, Message>
