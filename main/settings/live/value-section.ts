import type { Static, TSchema } from 'typebox'
import { describeMismatch, matches } from './describe-mismatch.ts'
import type { Section } from './section.ts'

/** A number, a flag or a word that the file may leave out. */
export function valueSection<S extends TSchema>(schema: S, fallback: Static<S>): Section<Static<S>> {
  return {
    read(raw, { before, path, onProblem }) {
      if (raw === undefined) return fallback
      if (matches(schema, raw)) return raw
      for (const problem of describeMismatch(schema, raw)) {
        onProblem(path, `it ${problem}; what held before stays`)
      }
      return before
    },

    check(value, { path, onProblem }) {
      if (matches(schema, value)) return value
      const problems = value === undefined ? ['is missing'] : describeMismatch(schema, value)
      for (const problem of problems) onProblem(path, problem)
      return undefined
    },

    merge: (_raw, next) => next,
  }
}
