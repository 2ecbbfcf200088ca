import type { Effect, Path } from '../../../shared/coded-issue.ts'
import type { Coded } from '../../../shared/language/say.ts'

/** Told of everything that is left out while reading. */
export type OnProblem = (path: Path, problem: Coded, effect?: Effect) => void

/** One top-level part of `config.json` that may change while the program runs. */
export interface Section<T> {
  /** Takes from the file what holds and tells of the rest. `before` stands in for a part that means nothing. */
  read: (raw: unknown, context: { before: T; path: Path; onProblem: OnProblem }) => T
  /** Checks a value that somebody wants to save. All of it must hold. */
  check: (value: unknown, context: { path: Path; onProblem: OnProblem }) => T | undefined
  /** What has to stand in the file to mean `next`: what we do not know there, or cannot use, stays. */
  merge: (raw: unknown, next: T) => unknown
}
