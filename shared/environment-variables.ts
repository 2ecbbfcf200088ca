import { type Static, Type } from 'typebox'

/** Source of a variable: Signalbox's own environment, the user's login shell, or the `.env` file. */
export const VariableSource = Type.Union([
  Type.Literal('environment'),
  Type.Literal('login_shell'),
  Type.Literal('env_file'),
])
export type VariableSource = Static<typeof VariableSource>

/** A variable that Signalbox uses. */
export const EnvironmentVariable = Type.Object({
  name: Type.String(),
  source: VariableSource,
  /** Null for keys and for lists of folders. Addresses are shown without path and credentials. */
  value: Type.Union([Type.String(), Type.Null()]),
})
export type EnvironmentVariable = Static<typeof EnvironmentVariable>

/** `GET /api/environment`. */
export const EnvironmentVariables = Type.Object({
  /** Answer of the login shell, which is asked only by an app that wasn't started in a terminal. */
  loginShell: Type.Union([Type.Literal('responded'), Type.Literal('silent'), Type.Literal('not_asked')]),
  /** By name. */
  variables: Type.Array(EnvironmentVariable),
})
export type EnvironmentVariables = Static<typeof EnvironmentVariables>
