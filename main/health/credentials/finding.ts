import type { LoginResponse } from './ask-login.ts'
import type { Login } from './login.ts'

/** The sign-in stored where the CLI itself reads it. */
export type Finding =
  | { kind: 'login'; login: Login; path: string; mtimeMs: number }
  | { kind: 'api_key'; path: string; mtimeMs: number }
  | { kind: 'broken'; path: string; mtimeMs: number }
  | { kind: 'unreadable'; path: string; code: string }
  | { kind: 'keychain' }
  | { kind: 'locked' }
  | { kind: 'keyring' }
  /** `signedOut`: the file exists but has no sign-in. */
  | { kind: 'missing'; signedOut: boolean }

/** A finding with its age. */
export interface Reading {
  finding: Finding
  /** Milliseconds since 1970. */
  readAt: number
  /** True during a rewrite of the file; this is its previous content. */
  stale: boolean
}

/** `answer` is the CLI's own result; undefined when it did not run, or gave no clear one. */
export interface ConfirmedReading extends Reading {
  response: LoginResponse | undefined
}
