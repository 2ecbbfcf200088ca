import type { SessionSummary } from '../../../shared/sessions.ts'
import { t } from '../../language/t.ts'
import { lastFolder } from '../../status/say-session.ts'

type Named = Pick<SessionSummary, 'id' | 'title' | 'project'>

/** Name of a session in two parts; without a title, the beginning of its ID. */
export function nameSession({ id, title, project }: Named): { project: string | undefined; title: string } {
  return {
    project: project === undefined ? undefined : lastFolder(project),
    title: title ?? t('Session {{id}}', { id: id.slice(0, 8) }),
  }
}

type Counted = Pick<
  SessionSummary,
  'input_tokens' | 'output_tokens' | 'cache_read_input_tokens' | 'cache_creation_input_tokens'
>

/** Tokens of all kinds. */
export function tokensOf(usage: Counted): number {
  return (
    usage.input_tokens +
    usage.output_tokens +
    usage.cache_read_input_tokens +
    usage.cache_creation_input_tokens
  )
}

/** Share of the input that was read from the cache, 0–1; undefined without input. */
export function cacheShareOf(usage: Counted): number | undefined {
  const input = usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens
  return input === 0 ? undefined : usage.cache_read_input_tokens / input
}
