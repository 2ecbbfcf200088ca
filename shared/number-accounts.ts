import type { RateLimitSnapshot } from './rate-limit.ts'

export interface NumberedAccount {
  snapshot: RateLimitSnapshot
  /** From 1 on. Stable: the order doesn't depend on which account was used last. */
  account: number
}

/** Numbers the accounts, because Anthropic names them only by an id. */
export function numberAccounts(snapshots: readonly RateLimitSnapshot[]): NumberedAccount[] {
  return snapshots
    .toSorted((a, b) => ((a.organizationId ?? '') < (b.organizationId ?? '') ? -1 : 1))
    .map((snapshot, index) => ({ snapshot, account: index + 1 }))
}
