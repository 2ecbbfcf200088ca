import type { Message } from '../en.ts'

/** Why a bill may differ from the estimate. */
export const COSTS_EN = {
  'costs.not_a_bill':
    'An estimate from logged usage, not a bill. Subscriptions, discounts and code execution time aren’t included.',
  'costs.cache_writes':
    'Cache writes are priced by their lifetime, or as five minutes if the response didn’t say.',
  'costs.what_ran':
    'A request counts as the model that responded. Models on your own servers cost nothing, and each day has its own prices.',
} as const satisfies Record<string, Message>
