import type { CacheReason } from '../../../shared/explanation.ts'
import { t } from '../../language/t.ts'

const NAMES: Readonly<Record<CacheReason, () => string>> = {
  first_request: () => t('First request'),
  model: () => t('Model changed'),
  tools: () => t('Tools changed'),
  system: () => t('System prompt changed'),
  message: () => t('Message changed'),
  thinking: () => t('Thinking changed'),
  effort: () => t('Effort changed'),
  speed: () => t('Speed changed'),
  beta: () => t('Beta features changed'),
  cache_control: () => t('Cache mark missing'),
  block_limit: () => t('More than 20 blocks'),
  ttl_5m: () => t('Expired after 5 min'),
  ttl_1h: () => t('Expired after 1 h'),
  account: () => t('Another account'),
  compaction: () => t('Compacted'),
  nothing_changed: () => t('Nothing changed'),
}

/** A short name of the reason for a cache miss; a value from the address that is none stays as it is. */
export function sayCacheReason(reason: string): string {
  return isReason(reason) ? NAMES[reason]() : reason
}

function isReason(reason: string): reason is CacheReason {
  return Object.hasOwn(NAMES, reason)
}
