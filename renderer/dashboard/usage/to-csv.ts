import type { CostsResponse } from '../../../shared/costs.ts'
import { toCsvRow } from '../../../shared/to-csv-cell.ts'

const HEAD = [
  'date',
  'model',
  'requests',
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'output_tokens',
  'estimate_usd',
  'cache_creation_1h_input_tokens',
  'web_search_requests',
]

/** One line per day and model (RFC 4180). A missing estimate is empty, never 0. */
export function toCsv({ days }: Pick<CostsResponse, 'days'>): string {
  const rows = days.flatMap(({ date, models }) =>
    models.map((model) => [
      date,
      model.model,
      model.requests,
      model.input_tokens,
      model.cache_creation_input_tokens,
      model.cache_read_input_tokens,
      model.output_tokens,
      model.estimate ?? '',
      model.cache_creation.ephemeral_1h_input_tokens,
      model.web_search_requests,
    ]),
  )
  return [HEAD, ...rows].map(toCsvRow).join('')
}
