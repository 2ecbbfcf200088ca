import { ApiError } from '../../api/api.ts'
import { sayIssue, sayMessage } from '../../language/say-message.ts'

/** Why the API refused, one sentence an issue, or the refusal itself where it names none. */
export function sayError(error: Error | null): readonly string[] {
  if (!error) return []
  return error instanceof ApiError && error.issues.length > 0 ? error.issues.map(sayIssue) : [error.message]
}

/** What is wrong with one field. @param path JSON Pointer */
export function sayFieldError(error: Error | null, path: string): string | undefined {
  const issue = error instanceof ApiError ? error.issues.find((each) => each.path === path) : undefined
  return issue && sayMessage(issue)
}
