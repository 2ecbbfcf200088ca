import type { LoginResponse } from './ask-login.ts'
import type { Login } from './login.ts'

/** The sign-in in the place that the CLI itself reads. */
export type Finding =
  | { kind: 'login'; login: Login; path: string; mtimeMs: number }
  | { kind: 'api_key'; path: string; mtimeMs: number }
  | { kind: 'broken'; path: string; mtimeMs: number }
  | { kind: 'unreadable'; path: string; code: string }
  | { kind: 'keychain' }
  | { kind: 'locked' }
  | { kind: 'keyring' }
  /** `signedOut`: the file is there and holds no sign-in. */
  | { kind: 'missing'; signedOut: boolean }

/** A finding with its age. */
export interface Reading {
  finding: Finding
  /** Milliseconds since 1970. */
  readAt: number
  /** True when the file is being rewritten and this is what it said before. */
  stale: boolean
}

/** `answer` is what the CLI itself says; undefined when it was not asked, or gave no clear answer. */
export interface AnsweredReading extends Reading {
  response: LoginResponse | undefined
}
