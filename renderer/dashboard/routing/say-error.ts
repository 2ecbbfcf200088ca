import { ApiError } from '../../api/api.ts'

/** What the API refused and why, as one sentence after the other. */
export function sayError(error: Error | null): readonly string[] {
  if (!error) return []
  const details = error instanceof ApiError && typeof error.details === 'string' ? error.details : ''
  return [details || error.message]
}
