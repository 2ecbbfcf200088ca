import type { CacheCreation } from './request-log.ts'

/** Cache writes by lifetime, with Anthropic's field names. Writes not for an hour are for five minutes. */
export function splitOf(all: number, forAnHour: number): CacheCreation {
  return { ephemeral_5m_input_tokens: all - forAnHour, ephemeral_1h_input_tokens: forAnHour }
}
