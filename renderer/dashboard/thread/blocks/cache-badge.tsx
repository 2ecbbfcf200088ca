import { Badge } from '../../../ui/badge.tsx'
import type { CacheMark } from '../turn.ts'

/** Up to here the client asked for the prompt to be cached. */
export function CacheBadge({ cache: { ttl } }: { cache: CacheMark }) {
  return (
    <Badge tone="accent" title={`Everything up to here may be read from the cache for ${ttl}.`}>
      cache {ttl}
    </Badge>
  )
}
