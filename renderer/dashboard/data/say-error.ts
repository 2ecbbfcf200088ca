import { ApiError } from '../../api/api.ts'
import { sayIssue } from '../../language/say-message.ts'

/** Why the API refused, one sentence an issue, or the refusal itself where it names none. */
export function sayError(error: Error | null): readonly string[] {
  if (!error) return []
  if (!(error instanceof ApiError)) return [error.message]
  return error.issues.length > 0 ? error.issues.map(sayIssue) : [error.details ?? error.message]
}
