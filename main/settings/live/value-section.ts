import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { findIssues } from '../../../shared/find-issues.ts'
import { coded } from '../../../shared/language/say.ts'
import type { Section } from './section.ts'

/** An optional number, flag or word. */
export function valueSection<S extends TSchema>(schema: S, fallback: Static<S>): Section<Static<S>> {
  return {
    read(raw, { before, path, onProblem }) {
      if (raw === undefined) return fallback
      if (Check(schema, raw)) return raw
      for (const issue of findIssues(schema, raw)) onProblem(path, issue, 'effect.value_kept')
      return before
    },

    check(value, { path, onProblem }) {
      if (Check(schema, value)) return value
      const issues = value === undefined ? [coded('invalid.required')] : findIssues(schema, value)
      for (const issue of issues) onProblem(path, issue)
      return undefined
    },

    merge: (_raw, next) => next,
  }
}
