import { type Static, Type } from 'typebox'
import { CodedMessage } from './coded-message.ts'

/*
 * Claude Code's connection to this Signalbox: `/api/connection` and the commands `connect`, `disconnect` and `doctor`.
 * Never contains credentials; addresses are stripped of user info and query.
 */

export const ConnectionState = Type.Union([
  Type.Literal('connected'),
  Type.Literal('direct'),
  Type.Literal('elsewhere'),
  Type.Literal('dead'),
  Type.Literal('conflict'),
  Type.Literal('unreadable'),
])
export type ConnectionState = Static<typeof ConnectionState>

/** One line of a settings file before or after the change. Secrets are shown as `…`. */
export const PreviewLine = Type.Object({
  kind: Type.Union([Type.Literal('same'), Type.Literal('removed'), Type.Literal('added')]),
  /** Line number from 1: in the old text for removed lines, otherwise in the new text. */
  number: Type.Integer({ minimum: 1 }),
  text: Type.String(),
})
export type PreviewLine = Static<typeof PreviewLine>

/** The exact change that a switch would make to the file, with two lines of context. */
export const Preview = Type.Object({
  action: Type.Union([Type.Literal('connect'), Type.Literal('disconnect')]),
  path: Type.String(),
  /** Tells if the file as a whole is created or removed. */
  file: Type.Union([Type.Literal('changed'), Type.Literal('created'), Type.Literal('removed')]),
  lines: Type.Array(PreviewLine),
  /** The file has comments or trailing commas, which make Claude Code ignore it; the change removes them. */
  repairs: Type.Optional(Type.Boolean()),
})
export type Preview = Static<typeof Preview>

/** A running Claude Code process, with the settings file that the switch edits. */
export const ClaudeSession = Type.Object({
  pid: Type.Integer(),
  /** Its working directory. */
  cwd: Type.Optional(Type.String()),
  /** ISO 8601. */
  startedAt: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  /** Destination of its requests. Running sessions follow a changed address, but keep a removed one until they end. */
  uses: Type.Union([
    Type.Literal('signalbox'),
    Type.Literal('direct'),
    Type.Literal('elsewhere'),
    Type.Literal('unknown'),
  ]),
})
export type ClaudeSession = Static<typeof ClaudeSession>

/**
 * Places that can set a variable, strongest first (code.claude.com/docs/en/settings; checked with Claude Code 2.1.329).
 */
export const PlaceKind = Type.Union([
  Type.Literal('managed'),
  Type.Literal('local'),
  Type.Literal('project'),
  Type.Literal('user'),
  Type.Literal('environment'),
  Type.Literal('shell'),
  Type.Literal('launchctl'),
  Type.Literal('windows'),
  Type.Literal('vscode'),
])
export type PlaceKind = Static<typeof PlaceKind>

/** The place of a finding. */
const FoundAt = Type.Object({
  place: PlaceKind,
  path: Type.Optional(Type.String()),
  /** Line from 1. */
  line: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type FoundAt = Static<typeof FoundAt>

/** A fix, and who can apply it: one of our switches, or the user with an editor. */
export const Fix = Type.Object({
  action: Type.Union([
    Type.Literal('connect'),
    Type.Literal('connect_with_tool_search'),
    Type.Literal('repair'),
    Type.Literal('disconnect'),
    Type.Literal('manual'),
  ]),
  /** The message in English. */
  text: Type.String(),
  message: CodedMessage,
  path: Type.Optional(Type.String()),
  /** Line from 1. */
  line: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type Fix = Static<typeof Fix>

/** A Claude Code feature that changes with an address other than Anthropic's. */
export const FidelityItem = Type.Object({
  feature: Type.Union([
    Type.Literal('sign_in'),
    Type.Literal('tool_search'),
    Type.Literal('context_1m'),
    Type.Literal('prompt_cache'),
    Type.Literal('remote_control'),
    Type.Literal('organization_settings'),
    Type.Literal('tool_streaming'),
    Type.Literal('fast_mode'),
    Type.Literal('auto_mode'),
    Type.Literal('model_discovery'),
    Type.Literal('tracing'),
  ]),
  state: Type.Union([
    Type.Literal('on'),
    Type.Literal('reduced'),
    Type.Literal('off'),
    Type.Literal('unknown'),
  ]),
  /** The message in English. */
  reason: Type.String(),
  /** The state and its cause. */
  message: CodedMessage,
  fix: Type.Optional(Fix),
})
export type FidelityItem = Static<typeof FidelityItem>

export const Problem = Type.Object({
  code: Type.Union([
    Type.Literal('settings_unreadable'),
    Type.Literal('settings_ignored'),
    Type.Literal('key_twice'),
    Type.Literal('outranked'),
    Type.Literal('project_override'),
    Type.Literal('policy_forbids'),
    Type.Literal('cloud_selected'),
    Type.Literal('dead_address'),
    Type.Literal('other_address'),
    Type.Literal('loopback_proxied'),
    Type.Literal('credential_placeholder'),
    Type.Literal('credential_set'),
    Type.Literal('changed_by_user'),
    Type.Literal('other_signalbox'),
    Type.Literal('other_settings'),
    Type.Literal('old_sessions'),
    Type.Literal('no_openai_provider'),
  ]),
  /** `error`: requests fail, or do not reach Signalbox. `warning`: they may. `note`: good to know. */
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('note')]),
  /** In English, prefixed with its location. */
  sentence: Type.String(),
  message: CodedMessage,
  at: Type.Optional(FoundAt),
  fix: Type.Optional(Fix),
})
export type Problem = Static<typeof Problem>

/** `keep`: the gateway becomes our upstream. `replace`: requests go to Anthropic. */
export const GatewayChoice = Type.Union([Type.Literal('keep'), Type.Literal('replace')])

/** Response of `GET /api/connection` and of both switches. */
export const Connection = Type.Object({
  state: ConnectionState,
  /** The state in English. */
  sentence: Type.String(),
  /** Signalbox's address, as given to Claude Code. */
  baseUrl: Type.String(),
  settingsPath: Type.String(),
  /** Target of a symbolic link; absent if the path is not one. */
  settingsTarget: Type.Optional(Type.String()),
  /** The address in the settings; null if there is none. */
  currentUrl: Type.Union([Type.String(), Type.Null()]),
  /** True if Signalbox made the change in the settings, so that it can be reverted exactly. */
  ours: Type.Boolean(),
  /** ISO 8601: time of the change. Only with `ours`. */
  since: Type.Optional(Type.String()),
  /** The running Signalbox that wrote the settings. Absent if none did, or it has exited. */
  connectedBy: Type.Optional(Type.Object({ pid: Type.Integer(), baseUrl: Type.String() })),
  /** Settings file that holds our change; differs from `settingsPath` after `CLAUDE_CONFIG_DIR` changed. */
  connectedSettings: Type.Optional(Type.String()),
  /** True while running sessions are being released before Signalbox exits. */
  releasing: Type.Boolean(),
  /** The user's choice for `ENABLE_TOOL_SEARCH`. */
  toolSearch: Type.Boolean(),
  /** The user's choice for a line of Signalbox in Claude Code's status line. */
  statusLine: Type.Boolean(),
  /** The status line in the settings. Connecting wraps another `command` and leaves what is `other` alone. */
  statusLineFound: Type.Union([
    Type.Literal('none'),
    Type.Literal('ours'),
    Type.Literal('command'),
    Type.Literal('other'),
  ]),
  /** Address that Claude Code used before and that `gateway` is about; null if there is none. */
  gateway: Type.Union([Type.String(), Type.Null()]),
  /** True if requests go on to that address. */
  gatewayKept: Type.Boolean(),
  /** The user's choice for the next connect. */
  gatewayChoice: GatewayChoice,
  /** If true, the settings are reverted when Signalbox quits and written again at the next start. */
  restoreOnQuit: Type.Boolean(),
  /** Change that the switch's other position would make; null if unknown. */
  preview: Type.Union([Preview, Type.Null()]),
  sessions: Type.Array(ClaudeSession),
  fidelity: Type.Array(FidelityItem),
  /** Worst first. The doctor checks more places. */
  problems: Type.Array(Problem),
})
export type Connection = Static<typeof Connection>

/** `POST /api/connection/connect`. Absent fields keep the user's previous choice. */
export const ConnectRequest = Type.Object(
  {
    /** Also writes `ENABLE_TOOL_SEARCH=true`. */
    toolSearch: Type.Optional(Type.Boolean()),
    /** Also adds a line of Signalbox to Claude Code's status line, around an existing command. */
    statusLine: Type.Optional(Type.Boolean()),
    restoreOnQuit: Type.Optional(Type.Boolean()),
    /** Choice for an address other than Anthropic’s that Claude Code uses now. Defaults to `keep`. */
    gateway: Type.Optional(GatewayChoice),
    /** Removes comments and trailing commas from the settings file; disconnecting restores them. */
    repair: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type ConnectRequest = Static<typeof ConnectRequest>

/** `POST /api/connection/disconnect` */
export const DisconnectResponse = Type.Object({
  connection: Connection,
  /** Variables that were changed since we wrote them; they were left alone. */
  left: Type.Array(Type.String()),
  /** A copy of the settings before comments were removed, kept if the file was changed since. */
  keptCopy: Type.Optional(Type.String()),
})
export type DisconnectResponse = Static<typeof DisconnectResponse>

/** Response of `GET /api/connection/codex` and of `POST /api/connection/codex/connect`. */
export const CodexConnection = Type.Object({
  state: ConnectionState,
  /** The state in English. */
  sentence: Type.String(),
  /** The address as given to Codex, which ends with `/v1`. */
  baseUrl: Type.String(),
  /** Codex's `config.toml`. */
  settingsPath: Type.String(),
  /** The address in that file; null if there is none. */
  currentUrl: Type.Union([Type.String(), Type.Null()]),
  /** True if Signalbox made the change, so that it can be reverted exactly. */
  ours: Type.Boolean(),
  /** ISO 8601: time of the change. Only with `ours`. */
  since: Type.Optional(Type.String()),
  /** Change that the switch’s other position would make; null if there is none or it is unknown. */
  preview: Type.Union([Preview, Type.Null()]),
  /** Worst first. */
  problems: Type.Array(Problem),
})
export type CodexConnection = Static<typeof CodexConnection>

/** `POST /api/connection/codex/disconnect` */
export const CodexDisconnected = Type.Object({
  connection: CodexConnection,
  /** Keys that were changed since we wrote them; they were left alone. */
  left: Type.Array(Type.String()),
})
export type CodexDisconnected = Static<typeof CodexDisconnected>

/** One place that defines a variable. */
export const Definition = Type.Object({
  variable: Type.String(),
  place: PlaceKind,
  path: Type.Optional(Type.String()),
  /** Line from 1. */
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Absent for credentials. */
  value: Type.Optional(Type.String()),
  /** `where_set`: applies to processes started from there, unless a settings file overrides it. */
  wins: Type.Union([
    Type.Literal('always'),
    Type.Literal('in_project'),
    Type.Literal('where_set'),
    Type.Literal('never'),
  ]),
  /** True if Signalbox wrote it. */
  ours: Type.Boolean(),
})
export type Definition = Static<typeof Definition>

/** `GET /api/connection/doctor`: every place checked, the definition that wins, and the problems. */
export const DoctorReport = Type.Object({
  /** True if there are no errors. */
  healthy: Type.Boolean(),
  connection: Connection,
  definitions: Type.Array(Definition),
  /** Worst first; a superset of the connection's. */
  problems: Type.Array(Problem),
  /** Every file checked, existing or not. */
  searched: Type.Array(Type.String()),
})
export type DoctorReport = Static<typeof DoctorReport>
