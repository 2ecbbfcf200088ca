import { ApiError } from '../../api/api.ts'
import { sayIssue } from '../../language/say-message.ts'

/** Reasons for a refusal by the API: one sentence per issue, or the error message if it lists no issues. */
export function sayError(error: Error | null): readonly string[] {
  if (!error) return []
  return error instanceof ApiError && error.issues.length > 0 ? error.issues.map(sayIssue) : [error.message]
}
