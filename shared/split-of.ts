import type { CacheCreation } from './request-log.ts'

/** Cache writes by how long they are kept, as Anthropic names them. What is not for an hour is for five minutes. */
export function splitOf(all: number, forAnHour: number): CacheCreation {
  return { ephemeral_5m_input_tokens: all - forAnHour, ephemeral_1h_input_tokens: forAnHour }
}
