import type { Path } from '../../../shared/coded-issue.ts'
import type { Coded } from '../../../shared/language/say.ts'

/** A problem of an entry with its path; an empty path is the entry itself. */
export interface EntryProblem extends Coded {
  readonly at: Path
}

/** A problem of one field, or of the entry as a whole. */
export function inEntry(problem: Coded, ...at: Path): EntryProblem {
  return { at, ...problem }
}
