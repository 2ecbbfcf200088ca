import { t } from '../../../language/t.ts'
import { Badge } from '../../../ui/badge.tsx'
import type { CacheMark } from '../turn.ts'

/** Marks the end of a cached prefix of the prompt. */
export function CacheBadge({ cache: { ttl } }: { cache: CacheMark }) {
  return (
    <Badge
      tone="accent"
      title={t('Everything up to here can be read from the cache for {{time}}.', { time: ttl })}
    >
      {t('cache {{time}}', { time: ttl })}
    </Badge>
  )
}
