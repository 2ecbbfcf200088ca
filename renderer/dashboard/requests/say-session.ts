import type { RequestSummary } from '../../../shared/request-log.ts'
import { lastFolder } from './field-labels.ts'

/** `parser · Fix the tests`; undefined if neither project nor title is known. */
export function saySession({
  project,
  sessionTitle,
}: Pick<RequestSummary, 'project' | 'sessionTitle'>): string | undefined {
  const parts = [project && lastFolder(project), sessionTitle].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(' · ')
}
