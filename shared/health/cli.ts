import { type Static, Type } from 'typebox'

const Nullable = Type.Union([Type.String(), Type.Null()])

const CliStatus = Type.Union([
  Type.Literal('available'),
  Type.Literal('not_installed'),
  Type.Literal('binary_found_but_errors'),
  Type.Literal('timeout'),
  Type.Literal('error'),
])

/** Installer of the binary, by its path and the file behind its links. */
export const InstallSource = Type.Union([
  Type.Literal('native'),
  Type.Literal('npm'),
  Type.Literal('homebrew'),
  Type.Literal('nvm'),
  Type.Literal('volta'),
  Type.Literal('bun'),
  Type.Literal('other'),
])
export type InstallSource = Static<typeof InstallSource>

/** The list in which the binary was found: `login_shell` is a PATH that the desktop session doesn't have. */
export const FoundBy = Type.Union([
  Type.Literal('override'),
  Type.Literal('path'),
  Type.Literal('login_shell'),
  Type.Literal('known_location'),
])
export type FoundBy = Static<typeof FoundBy>

export const CliBinary = Type.Object({
  path: Type.String(),
  realpath: Type.String(),
  source: InstallSource,
  found_by: FoundBy,
  /** ISO 8601, of the file behind the links. */
  mtime: Type.String(),
})
export type CliBinary = Static<typeof CliBinary>

/** A file with the right name that cannot be run, or an override whose target is missing. */
export const RejectedBinary = Type.Object({
  path: Type.String(),
  reason: Type.Union([
    Type.Literal('missing'),
    Type.Literal('broken_link'),
    Type.Literal('not_a_file'),
    Type.Literal('not_executable'),
    Type.Literal('unreadable'),
  ]),
})
export type RejectedBinary = Static<typeof RejectedBinary>

/** Details of `checks.claude_cli` and `checks.codex_cli`: the fields of ccproxy-api, then ours. */
export const CliDetails = Type.Object({
  installation_status: Type.Union([
    Type.Literal('found'),
    Type.Literal('not_found'),
    Type.Literal('found_with_issues'),
    Type.Literal('error'),
  ]),
  cli_status: CliStatus,
  version: Nullable,
  binary_path: Nullable,
  version_output: Type.Optional(Type.String()),
  error: Type.Optional(Type.String()),
  return_code: Type.Optional(Type.String()),
  /** With the pre-release suffix that `version` drops: "2.1.0-beta.1". Only when the output held a version. */
  version_full: Type.Optional(Type.String()),
  /** ISO 8601: time when the process ran. The result may be up to 300 s old. */
  checked_at: Type.String(),
  /** Every path checked, in order. */
  searched_paths: Type.Array(Type.String()),
  rejected: Type.Array(RejectedBinary),
  /** Other installations of the same name, in search order. A second link to the same file does not count. */
  duplicates: Type.Array(CliBinary),
  /** The binary that was run. Absent if there is none. */
  source: Type.Optional(InstallSource),
  found_by: Type.Optional(FoundBy),
  realpath: Type.Optional(Type.String()),
  mtime: Type.Optional(Type.String()),
})
export type CliDetails = Static<typeof CliDetails>
