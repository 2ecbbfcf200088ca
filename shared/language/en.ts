import type { CheckKey } from '../health/check-report.ts'

/** A sentence, or its two forms where `{count}` decides. Holes are `{name}`, filled from a finding's params. */
export type Message = string | { one: string; other: string }

/** Words for the states of a verdict. */
export const STATE_WORDS_EN = {
  starting: 'Starting',
  stopped: 'Stopped',
  not_running: 'Not running',
  not_responding: 'Not responding',
  running: 'Running',
  active: 'Running',
  warning: 'Warning',
  error: 'Unhealthy',
  draining: 'Draining',
  drained: 'Drained',
} as const

/** Names of the health checks, for `{check}` in the findings. */
export const CHECK_NAMES_EN: Readonly<Record<CheckKey, string>> = {
  claude_cli: 'Claude Code',
  oauth2_credentials: 'Sign-in',
  codex_cli: 'Codex',
  codex_credentials: 'Codex sign-in',
  claude_sdk: 'Agent SDK',
  providers: 'Upstream',
  proxy_service: 'Signalbox',
  storage: 'Storage',
}

/** Everything that a verdict can say, by code. Complete sentences: they stand alone in a tooltip and are read aloud. */
export const FINDINGS_EN = {
  // The server is not up.
  starting: 'The local server is starting.',
  stopped: 'Signalbox isn’t running. Start it so Claude Code can connect.',
  port_busy: 'Port {port} is used by another program.',
  port_busy_holder: 'Port {port} is used by {name} (pid {pid}).',
  port_reserved: 'Port {port} is reserved by the system.',
  port_busy_own: 'Another Signalbox is already running on port {port}.',
  start_failed: 'Signalbox couldn’t start: {reason}',
  connecting: 'Connecting to the local server…',
  not_responding: 'Signalbox isn’t responding. Claude Code can’t reach it either.',
  bad_answer: 'The server sent a response that this window doesn’t understand. Reload the window.',

  // Draining.
  draining: 'Running requests finish. New ones wait until Signalbox resumes.',
  draining_signal: 'Signalbox shuts down once running requests finish.',
  draining_quit: 'Signalbox quits once running requests finish.',
  drained: 'New requests wait until Signalbox resumes.',
  drained_signal: 'Nothing in flight. Signalbox is shutting down.',
  drained_quit: 'Nothing in flight. Signalbox is quitting.',

  // Fine: how Claude Code is connected.
  connected: 'Claude Code is connected.',
  waiting_first_request: 'Connected. Waiting for the first request.',
  not_connected: 'Not connected. Claude Code talks to Anthropic directly.',
  not_connected_traffic: {
    one: 'Not connected, but 1 request came in anyway, for example from a shell that sets ANTHROPIC_BASE_URL.',
    other:
      'Not connected, but {count} requests came in anyway, for example from a shell that sets ANTHROPIC_BASE_URL.',
  },
  connected_cloud: 'Not connected. Claude Code uses a cloud provider.',
  connected_elsewhere: 'Not connected. Claude Code uses another address: {address}.',
  connection_dead: 'Claude Code uses {address}, but nothing responds there.',
  connection_conflict: 'Claude Code is set to use Signalbox, but another setting overrides it.',
  connection_unreadable: 'Claude Code’s settings can’t be read.',
  connection_unknown: 'Ready for requests.',

  // Requests fail. {host} is the upstream's host; {count} counts failed requests of the last minute, and in the
  // sentences that end in "_last", which stand while no request was sent since, the last failures in a row.
  upstream_unreachable: {
    one: '{host} can’t be reached from this machine. 1 request failed in the last minute.',
    other: '{host} can’t be reached from this machine. {count} requests failed in the last minute.',
  },
  upstream_unreachable_idle: '{host} can’t be reached from this machine.',
  upstream_dns: 'The name {host} can’t be resolved. Check the network connection.',
  upstream_tls: 'The certificate of {host} isn’t trusted: {cause}',
  upstream_tls_failed: 'A secure connection to {host} can’t be established: {cause}',
  upstream_timeout: {
    one: '{host} didn’t respond in time. 1 request failed in the last minute.',
    other: '{host} didn’t respond in time. {count} requests failed in the last minute.',
  },
  upstream_timeout_last: {
    one: '{host} didn’t respond to the last request in time.',
    other: '{host} didn’t respond to the last {count} requests in time.',
  },
  upstream_broke: {
    one: '{host} closes connections during requests. 1 request failed in the last minute.',
    other: '{host} closes connections during requests. {count} requests failed in the last minute.',
  },
  upstream_broke_last: {
    one: '{host} closed the connection during the last request.',
    other: '{host} closed the connection during the last {count} requests.',
  },
  upstream_overloaded: {
    one: '{host} is overloaded (529). 1 request failed in the last minute.',
    other: '{host} is overloaded (529). {count} requests failed in the last minute.',
  },
  upstream_overloaded_last: {
    one: '{host} was overloaded (529) at the last request.',
    other: '{host} was overloaded (529) at the last {count} requests.',
  },
  upstream_rejects_sign_in: {
    one: '{host} rejects the credentials ({status}). 1 request failed in the last minute.',
    other: '{host} rejects the credentials ({status}). {count} requests failed in the last minute.',
  },
  upstream_rejects_sign_in_last: {
    one: '{host} rejected the credentials of the last request ({status}).',
    other: '{host} rejected the credentials of the last {count} requests ({status}).',
  },
  upstream_limited: {
    one: '{host} limits requests (429). 1 request was refused in the last minute.',
    other: '{host} limits requests (429). {count} requests were refused in the last minute.',
  },
  upstream_limited_last: {
    one: '{host} refused the last request because of a limit (429).',
    other: '{host} refused the last {count} requests because of a limit (429).',
  },
  upstream_errors: {
    one: '{host} responds with errors ({status}). 1 request failed in the last minute.',
    other: '{host} responds with errors ({status}). {count} requests failed in the last minute.',
  },
  upstream_errors_last: {
    one: '{host} responded to the last request with an error ({status}).',
    other: '{host} responded to the last {count} requests with errors ({status}).',
  },
  upstream_not_api:
    '{host} doesn’t respond like the API ({type}). A captive portal or gateway may be in between.',
  requests_failing: '{count} of {total} requests to {host} failed in the last minute.',
  requests_all_failing: 'The last {count} requests failed.',
  provider_unreachable: '{provider} ({host}) can’t be reached. Requests routed there fail.',
  outbound_proxy_unreachable: 'The outbound proxy {host} can’t be reached. Requests can’t be sent.',
  outbound_proxy_refuses: 'The outbound proxy {host} refuses to connect to {upstream} ({cause}).',
  outbound_proxy_sign_in: 'The outbound proxy {host} requires a user name and password.',
  own_errors: {
    one: '1 request failed inside Signalbox in the last minute: {cause}',
    other: '{count} requests failed inside Signalbox in the last minute: {cause}',
  },
  own_errors_last: {
    one: 'The last request failed inside Signalbox: {cause}',
    other: 'The last {count} requests failed inside Signalbox: {cause}',
  },

  // Checks.
  cli_not_installed: 'Claude Code wasn’t found on this computer.',
  cli_broken: 'Claude Code is installed but doesn’t start.',
  cli_timeout: 'Claude Code doesn’t respond to “claude --version”.',
  cli_unchecked: 'Claude Code couldn’t be checked.',
  sign_in_expired: 'Claude Code’s sign-in has expired. Requests fail until you sign in again.',
  sign_in_invalid: 'Claude Code’s stored sign-in is invalid. Requests fail until you sign in again.',
  sign_in_locked: 'The keychain with Claude Code’s sign-in is locked or denies access.',
  sign_in_unreadable: 'The file with Claude Code’s sign-in can’t be read.',
  storage_displaced:
    'The request log was deleted, moved or replaced while Signalbox was running. New requests are recorded in a new one.',
  storage_failed: 'The request log can’t be written. {output} Requests are still forwarded.',
  storage_updating:
    'The request log is being updated for this version (step {step} of {steps}). Requests are forwarded meanwhile, and logged afterwards.',
  check_failed: '{check} check failed: {output}',
  health_silent: 'Signalbox is running, but its health checks don’t respond.',
} as const satisfies Record<string, Message>

export type FindingCode = keyof typeof FINDINGS_EN
