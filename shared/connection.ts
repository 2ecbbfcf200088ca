import { type Static, Type } from 'typebox'
import { CodedMessage } from './coded-message.ts'

/*
 * How Claude Code stands to this Signalbox: `/api/connection` and the commands `connect`, `disconnect` and `doctor`.
 * Values of credentials are in none of it, and addresses come without user info and query.
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

/** One line of a settings file before or after the change. Secrets in it are `…`. */
export const PreviewLine = Type.Object({
  kind: Type.Union([Type.Literal('same'), Type.Literal('removed'), Type.Literal('added')]),
  /** From 1: of the old text for what is removed, of the new one otherwise. */
  number: Type.Integer({ minimum: 1 }),
  text: Type.String(),
})
export type PreviewLine = Static<typeof PreviewLine>

/** Exactly what a switch would change in the file, with two lines around it. */
export const Preview = Type.Object({
  action: Type.Union([Type.Literal('connect'), Type.Literal('disconnect')]),
  path: Type.String(),
  /** Whether the file comes or goes as a whole. */
  file: Type.Union([Type.Literal('changed'), Type.Literal('created'), Type.Literal('removed')]),
  lines: Type.Array(PreviewLine),
  /** The file has comments or trailing commas, because of which Claude Code ignores it; the change removes them. */
  repairs: Type.Optional(Type.Boolean()),
})
export type Preview = Static<typeof Preview>

/** A Claude Code that runs now, with the settings file that the switch edits. */
export const ClaudeSession = Type.Object({
  pid: Type.Integer(),
  /** The folder that it works in. */
  cwd: Type.Optional(Type.String()),
  /** ISO 8601. */
  startedAt: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  /**
   * Where its requests go. Running sessions follow a changed address, but keep one that was taken out of the
   * settings until they end.
   */
  uses: Type.Union([
    Type.Literal('signalbox'),
    Type.Literal('direct'),
    Type.Literal('elsewhere'),
    Type.Literal('unknown'),
  ]),
})
export type ClaudeSession = Static<typeof ClaudeSession>

/** Where a variable can be set, strongest first (code.claude.com/docs/en/settings; checked with Claude Code 2.1.329). */
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

/** The place that a finding is about. */
const FoundAt = Type.Object({
  place: PlaceKind,
  path: Type.Optional(Type.String()),
  /** From 1. */
  line: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type FoundAt = Static<typeof FoundAt>

/** What helps, and who can do it: a switch of ours, or the user with an editor. */
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
  /** From 1. */
  line: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type Fix = Static<typeof Fix>

/** Something of Claude Code that another address than Anthropic's changes. */
export const FidelityItem = Type.Object({
  feature: Type.Union([
    Type.Literal('sign_in'),
    Type.Literal('tool_search'),
    Type.Literal('context_1m'),
    Type.Literal('prompt_cache'),
    Type.Literal('remote_control'),
    Type.Literal('organization_settings'),
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
  ]),
  /** `error`: requests fail, or do not reach Signalbox. `warning`: they may. `note`: good to know. */
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('note')]),
  /** In English, with its place in front. */
  sentence: Type.String(),
  message: CodedMessage,
  at: Type.Optional(FoundAt),
  fix: Type.Optional(Fix),
})
export type Problem = Static<typeof Problem>

/** `GET /api/connection`, and what both switches answer. */
export const Connection = Type.Object({
  state: ConnectionState,
  /** The state in English. */
  sentence: Type.String(),
  /** This Signalbox, as Claude Code is told. */
  baseUrl: Type.String(),
  settingsPath: Type.String(),
  /** The file behind a symbolic link; absent where there is none. */
  settingsTarget: Type.Optional(Type.String()),
  /** The address in the settings; null where there is none. */
  currentUrl: Type.Union([Type.String(), Type.Null()]),
  /** Whether the change in the settings is ours, so that it can be taken back as it was. */
  ours: Type.Boolean(),
  /** ISO 8601: since when. Only with `ours`. */
  since: Type.Optional(Type.String()),
  /** The running Signalbox that wrote the settings. Absent where none did, or it has ended. */
  connectedBy: Type.Optional(Type.Object({ pid: Type.Integer(), baseUrl: Type.String() })),
  /** The settings file that holds our change; it differs from `settingsPath` after a change of `CLAUDE_CONFIG_DIR`. */
  connectedSettings: Type.Optional(Type.String()),
  /** Whether running sessions are being told at this moment that Signalbox leaves. */
  releasing: Type.Boolean(),
  /** What the user chose for `ENABLE_TOOL_SEARCH`. */
  toolSearch: Type.Boolean(),
  /** Whether the settings are taken back when Signalbox quits, and written again at the next start. */
  restoreOnQuit: Type.Boolean(),
  /** What the other position of the switch would change; null where it cannot be told. */
  preview: Type.Union([Preview, Type.Null()]),
  sessions: Type.Array(ClaudeSession),
  fidelity: Type.Array(FidelityItem),
  /** Worst first. The doctor looks at more places. */
  problems: Type.Array(Problem),
})
export type Connection = Static<typeof Connection>

/** `POST /api/connection/connect`. What is not named stays as the user chose it before. */
export const ConnectRequest = Type.Object(
  {
    /** Also writes `ENABLE_TOOL_SEARCH=true`. */
    toolSearch: Type.Optional(Type.Boolean()),
    restoreOnQuit: Type.Optional(Type.Boolean()),
    /** Removes comments and trailing commas from the settings file; disconnecting puts them back. */
    repair: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type ConnectRequest = Static<typeof ConnectRequest>

/** `POST /api/connection/disconnect` */
export const DisconnectResponse = Type.Object({
  connection: Connection,
  /** Variables that are not ours any more because somebody changed them; they were left alone. */
  left: Type.Array(Type.String()),
  /** A copy of the settings as they were before comments were removed, where somebody changed the file since. */
  keptCopy: Type.Optional(Type.String()),
})
export type DisconnectResponse = Static<typeof DisconnectResponse>

/** One place that sets a variable. */
export const Definition = Type.Object({
  variable: Type.String(),
  place: PlaceKind,
  path: Type.Optional(Type.String()),
  /** From 1. */
  line: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Absent for credentials. */
  value: Type.Optional(Type.String()),
  /** `where_set`: in what is started from there, as long as no settings file says otherwise. */
  wins: Type.Union([
    Type.Literal('always'),
    Type.Literal('in_project'),
    Type.Literal('where_set'),
    Type.Literal('never'),
  ]),
  /** Whether we wrote it. */
  ours: Type.Boolean(),
})
export type Definition = Static<typeof Definition>

/** `GET /api/connection/doctor`: every place looked at, who wins, what is wrong. */
export const DoctorReport = Type.Object({
  /** No errors. */
  healthy: Type.Boolean(),
  connection: Connection,
  definitions: Type.Array(Definition),
  /** Worst first; a superset of the connection's. */
  problems: Type.Array(Problem),
  /** Every file that was looked for, whether it is there or not. */
  searched: Type.Array(Type.String()),
})
export type DoctorReport = Static<typeof DoctorReport>
