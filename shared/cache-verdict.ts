import { Type } from 'typebox'
import { CacheReason } from './explanation.ts'

/** Fields of a request that missed the prompt cache. Absent if it missed nothing, and until it was compared. */
export const CACHE_VERDICT = {
  cacheReason: Type.Optional(CacheReason),
  cacheMissedTokens: Type.Optional(
    Type.Integer({
      description: 'Tokens that the previous request had cached, but that were not read from there.',
    }),
  ),
} as const

/** See `REQUEST_COLUMNS`. */
export const CACHE_COLUMNS = {
  cacheReason: {
    column: 'cache_reason_id',
    term: 20,
    from: 'body',
    csv: 'cacheReason',
    filter: 'cacheReason',
  },
  cacheMissedTokens: { column: 'cache_missed', as: 'count', from: 'body', csv: 'cacheMissedTokens' },
} as const
