import type { Message } from '../en.ts'

/** Why a bill may differ from the estimate. */
export const COSTS_EN = {
  'costs.not_a_bill':
    'An estimate from logged tokens, not a bill. Subscriptions, discounts, batches, fast mode and server tools aren’t included.',
  'costs.todays_prices': 'Today’s price table is used for every day of the range.',
  'costs.cache_writes':
    'Cache writes are priced by their lifetime, or as five minutes if the response didn’t say.',
  'costs.short_prompts': 'Where a price depends on the prompt’s length, the price of a short prompt is used.',
  'costs.requested_model': 'A request routed to another model counts as the model it asked for.',
} as const satisfies Record<string, Message>
