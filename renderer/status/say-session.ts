import type { RequestSummary } from '../../shared/request-log.ts'

/** `parser · Fix the tests`; undefined if neither project nor title is known. */
export function saySession({
  project,
  sessionTitle,
}: Pick<RequestSummary, 'project' | 'sessionTitle'>): string | undefined {
  const parts = [project && lastFolder(project), sessionTitle].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join(' · ')
}

/** `/home/me/app` → `app`. */
export function lastFolder(path: string): string {
  return path.split(/[\\/]/).findLast((name) => name !== '') ?? path
}
