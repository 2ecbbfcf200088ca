import type { Effect, Path } from '../../../shared/coded-issue.ts'
import type { Coded } from '../../../shared/language/say.ts'

/** Called for everything that is ignored while reading. */
export type OnProblem = (path: Path, problem: Coded, effect?: Effect) => void

/** One top-level part of `config.json` that may change while the program runs. */
export interface Section<T> {
  /** Reads the valid parts and reports the rest. `before` replaces parts that are invalid. */
  read: (raw: unknown, context: { before: T; path: Path; onProblem: OnProblem }) => T
  /** Checks a value before it is saved. Every part must be valid. */
  check: (value: unknown, context: { path: Path; onProblem: OnProblem }) => T | undefined
  /** The value to write so that it means `next`; keeps unknown and unusable parts. */
  merge: (raw: unknown, next: T) => unknown
}
