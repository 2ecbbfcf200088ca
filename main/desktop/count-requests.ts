/** 0 → `No requests in flight` · 1 → `1 request in flight` · 3 → `3 requests in flight`. */
export function countRequests(count: number): string {
  if (count === 0) return 'No requests in flight'
  return count === 1 ? '1 request in flight' : `${count} requests in flight`
}
