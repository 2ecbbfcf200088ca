import type { TFunction } from 'i18next'

/** 0 → `No requests in flight` · 1 → `1 request in flight` · 3 → `3 requests in flight`. */
export function countRequests(count: number, t: TFunction): string {
  return count === 0 ? t('No requests in flight') : t('{{count}} requests in flight', { count })
}
