import type { Message } from '../en.ts'

/** Claude Code's connection, the doctor's findings, and reasons why a switch was refused. */
export const CONNECTION_EN = {
  'connection.connected': 'Claude Code uses Signalbox.',
  'connection.direct': 'Claude Code talks to Anthropic directly.',
  'connection.elsewhere': 'Claude Code uses another address.',
  'connection.dead': 'Claude Code uses an address where nothing responds.',
  'connection.conflict': 'Claude Code is set to use Signalbox, but another setting overrides it.',
  'connection.unreadable': 'Claude Code’s settings can’t be read.',

  'codex.connected': 'Codex uses Signalbox.',
  'codex.direct': 'Codex talks to OpenAI directly.',
  'codex.elsewhere': 'Codex uses another address.',
  'codex.dead': 'Codex uses an address where nothing responds.',
  'codex.conflict': 'Codex is set to use Signalbox, but ignores that.',
  'codex.unreadable': 'Codex’s configuration can’t be read.',
  'codex.not_toml': 'Line {line}, column {column}: this isn’t valid TOML. Fix the file in an editor.',
  'codex.other_provider':
    'Codex uses the model provider “{provider}”, which ignores {key}. Only “openai” uses it.',
  'codex.no_provider':
    'No provider is set for clients of OpenAI’s API, so Signalbox refuses the requests of Codex.',
  'codex.dead_address': 'Codex uses {address}, but nothing responds there, so its requests fail.',
  'codex.changed': '{key} in {path} was changed after Signalbox wrote it. Signalbox leaves it unchanged.',
  'codex.other_signalbox': 'Codex uses the Signalbox at {address}. Disconnect it there first.',

  // The place of a finding, in front of it.
  'place.file': '{path}: {text}',
  'place.line': '{path}, line {line}: {text}',
  'place.managed': 'Managed settings: {text}',
  'place.local': 'Local project settings: {text}',
  'place.project': 'Project settings: {text}',
  'place.user': 'Your settings: {text}',
  'place.environment': 'Environment: {text}',
  'place.shell': 'Shell startup file: {text}',
  'place.launchctl': 'launchctl: {text}',
  'place.windows': 'Windows user variables: {text}',
  'place.vscode': 'VS Code settings: {text}',

  'doctor.outranked': 'Claude Code uses {address}. This overrides your settings.',
  'doctor.project_override':
    'In {project}, Claude Code uses {address}. The project’s settings override yours.',
  'doctor.dead_own':
    'Claude Code uses Signalbox at {address}, which isn’t running. Claude Code reports “Unable to connect” or “ConnectionRefused”.',
  'doctor.dead_other':
    'Claude Code uses {address}, but nothing responds there. Claude Code reports “Unable to connect” or “ConnectionRefused”.',
  'doctor.other_address': 'Claude Code uses {address}.',
  'doctor.other_program': 'Claude Code uses {address}, which belongs to another program on this computer.',
  'doctor.cloud':
    '{variable} is set, so Claude Code uses that cloud provider and ignores its address setting.',
  'doctor.policy':
    'The managed settings of this computer restrict Claude Code to certain providers and allow no other address.',
  'doctor.placeholder':
    '{variable} looks like a placeholder. Claude Code sends it instead of your sign-in, and Anthropic rejects it.',
  'doctor.credential': '{variable} is set. Claude Code sends it instead of your subscription’s sign-in.',
  'doctor.proxied':
    '{variable} is set, so Claude Code also uses that proxy for {host}. The proxy can’t reach Signalbox.',
  'doctor.ignored':
    'Claude Code ignores {path}: comments and trailing commas aren’t allowed. The first is on line {line}, column {column}.',
  'doctor.key_twice': '“{name}” appears twice in {path}. Only the last one applies.',
  'doctor.changed':
    '{variable} in {path} was changed after Signalbox wrote it. Signalbox leaves it unchanged.',
  'doctor.other_signalbox': 'Another Signalbox (pid {pid}, {address}) has connected Claude Code.',
  'doctor.other_settings': 'Signalbox changes {changed}, but in this environment Claude Code reads {path}.',
  'doctor.old_sessions': {
    one: '1 session of Claude Code still uses {address} until it ends.',
    other: '{count} sessions of Claude Code still use {address} until they end.',
  },

  'gateway.credential':
    '{name} belongs to {address}. Keep that address as the upstream, or remove {name} first.',

  'fix.ask_admin': 'Ask the administrator of this computer, or disconnect.',
  'fix.ask_admin_to_allow': 'Ask the administrator of this computer to allow Signalbox.',
  'fix.connect_restores': 'Connect. Disconnecting restores this address.',
  'fix.connect': 'Connect so Claude Code uses Signalbox.',
  'fix.connect_tool_search': 'Connect with tool search enabled, which writes {setting}.',
  'fix.take_over': 'Connect here to take over.',
  'fix.start_or_disconnect': 'Start Signalbox, or disconnect.',
  'fix.disconnect_if_managed': 'If your organization manages Claude Code this way, disconnect.',
  'fix.unset': 'Unset {variable} where Signalbox and Claude Code are started.',
  'fix.run': 'Run: {command}',
  'fix.run_and_sign_in': 'Run {command}, then sign out and sign in again.',
  'fix.one_session': 'For one session: {command}',
  'fix.remove_line': 'Remove {variable} from that line, then restart Claude Code.',
  'fix.remove_from': 'Remove {variable} from {path}, then connect again.',
  'fix.remove_variable': 'Remove {variable}.',
  'fix.set_there': 'Set {setting} in the same place.',
  'fix.keep_running': 'Keep Signalbox running until then, or restart Claude Code.',
  'fix.edit': 'Fix the file in an editor.',
  'fix.same_home': 'Start Signalbox and Claude Code with the same HOME and CLAUDE_CONFIG_DIR.',
  'fix.codex_provider': 'Remove “model_provider” there, or set it to “openai”.',
  'fix.openai_provider': 'Name one of your providers in “clients.openai” of Signalbox’s config.json.',
  'fix.repair': 'Let Signalbox remove them and connect. Disconnecting restores them.',
  'fix.leave_one': 'Keep only one of them.',
  'fix.set': 'To turn it on, set {setting} in Claude Code’s settings.',
  'fix.set_if_blocked': 'If your network blocks that, set {setting} in Claude Code’s settings.',
  'fix.update': 'Update Claude Code to {version} or later, and choose a model named with [1m].',

  'fidelity.sign_in': 'Your sign-in is passed through unchanged.',
  'fidelity.credential': '{variable} is passed through unchanged.',
  'fidelity.tool_search_kept': 'Claude Code {version} keeps tool search on.',
  'fidelity.tool_search_on': '{setting} keeps tool search on.',
  'fidelity.tool_search_off': '{setting} turns tool search off.',
  'fidelity.tool_search_lost':
    'Claude Code {version} turns tool search off for custom addresses. Every MCP tool then uses context.',
  'fidelity.tool_search_unknown': 'Some versions of Claude Code turn tool search off for custom addresses.',
  'fidelity.context_kept': 'Models named with [1m] keep their 1M-token context.',
  'fidelity.context_unknown': 'Older versions of Claude Code may not use the 1M-token context.',
  'fidelity.prompt_cache':
    'Prompt caching works, except for system messages within a conversation. The beta feature “{beta}” isn’t requested.',
  'fidelity.set': '{setting} turns it on.',
  'fidelity.tool_streaming':
    'The input of a long tool call, such as a big edit, arrives in one piece and may look stalled.',
  'fidelity.model_discovery': 'Models of your own that Signalbox lists don’t appear in /model.',
  'fidelity.tracing': 'Requests carry no “traceparent” header.',
  'fidelity.fast_mode':
    'Claude Code asks Anthropic directly whether fast mode is allowed, without Signalbox.',
  'fidelity.auto_mode':
    'Anthropic’s server checks actions in auto mode. With other providers, Claude Code makes these checks itself.',
  'fidelity.auto_mode_own': '{setting} lets Claude Code check actions in auto mode itself.',
  'fidelity.remote_control': 'Remote Control only works with Anthropic’s own address.',
  'fidelity.organization':
    'Claude Code doesn’t fetch settings and limits that your organization stores at Anthropic. Files on this computer still apply.',

  // Why Claude Code's settings file was not changed.
  'claude.not_a_file': 'This is not a regular file.',
  'claude.env_not_object': 'Line {line}: “env” must be an object. Fix it, then try again.',
  'claude.unsafe_edit': 'The file can’t be edited safely. A key may appear twice. Fix it, then try again.',
  'claude.comment':
    'Line {line}, column {column}: a comment or a trailing comma, which Claude Code doesn’t accept. Remove it, or let Signalbox remove it: disconnecting restores it.',
  'claude.not_json':
    'Line {line}, column {column}: this isn’t valid JSON for Claude Code. Fix the file in an editor.',
  'claude.busy': 'Another program keeps changing the file. Try again.',
  'claude.locked': 'Another Signalbox is changing the file right now. Try again.',
  'claude.locked_by': 'Another Signalbox (pid {pid}) is changing the file right now. Try again.',
  'claude.lock_unusable':
    '{path} is in the place of Signalbox’s lock file, but isn’t one. Remove it, then try again.',
  'claude.not_recorded': 'Signalbox must first note the change in {path}, but can’t write there.',
  'claude.other_owner': 'The file belongs to another user.',
  'claude.write_protected': 'The file is write-protected.',
} as const satisfies Record<string, Message>
