import type { CacheReason } from '../../../../shared/explanation.ts'
import { t } from '../../../language/t.ts'

/**
 * Reasons of the API, with ours that they cover.
 *
 * @see https://platform.claude.com/docs/en/build-with-claude/cache-diagnostics
 */
const API_REASONS: Readonly<Record<string, { name: () => string; ours: readonly CacheReason[] }>> = {
  model_changed: { name: () => t('the model changed'), ours: ['model', 'speed'] },
  tools_changed: { name: () => t('the tools changed'), ours: ['tools'] },
  system_changed: { name: () => t('the system prompt changed'), ours: ['system'] },
  messages_changed: {
    name: () => t('the messages changed'),
    ours: ['message', 'compaction', 'thinking', 'effort'],
  },
  previous_message_not_found: {
    name: () => t('it didn’t find the previous message'),
    ours: ['first_request', 'account', 'ttl_5m', 'ttl_1h'],
  },
}

/** The reason in words; one that is not known yet as it came. */
export function sayApiReason(said: string): string {
  return Object.hasOwn(API_REASONS, said) ? (API_REASONS[said]?.name() ?? said) : said
}

export function isSameReason(kind: CacheReason, said: string): boolean {
  return Object.hasOwn(API_REASONS, said) && API_REASONS[said]?.ours.includes(kind) === true
}
