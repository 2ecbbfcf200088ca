import { expect, test } from 'vitest'
import type { ModelCost } from '../../../shared/costs.ts'
import { toCsv } from './to-csv.ts'

test('has a line for each day and model, and leaves an unknown estimate empty', () => {
  const days = [
    { date: '2026-11-21', requests: 2, estimate: 1, models: [model('claude'), model('gpt', null)] },
  ]
  expect(toCsv({ days }).split('\r\n')).toEqual([
    'date,model,requests,input_tokens,cache_creation_input_tokens,cache_read_input_tokens,output_tokens,estimate_usd,cache_creation_1h_input_tokens,web_search_requests',
    '2026-11-21,claude,1,2,3,4,5,0.5,1,6',
    '2026-11-21,gpt,1,2,3,4,5,,1,6',
    '',
  ])
})

test('names with commas and quotes stay one cell, and no name becomes a formula', () => {
  const days = [{ date: 'd', requests: 2, estimate: 0, models: [model('a,"b"'), model('=HYPERLINK(1)')] }]
  const [, first, second] = toCsv({ days }).split('\r\n')
  expect(first).toMatch(/^d,"a,""b""",1/)
  expect(second).toMatch(/^d,"'=HYPERLINK\(1\)",1/)
})

function model(name: string, estimate: number | null = 0.5): ModelCost {
  return {
    model: name,
    requests: 1,
    input_tokens: 2,
    cache_creation_input_tokens: 3,
    cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 1 },
    cache_read_input_tokens: 4,
    output_tokens: 5,
    web_search_requests: 6,
    estimate,
  }
}
