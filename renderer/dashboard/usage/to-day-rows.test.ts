import { expect, test } from 'vitest'
import type { ModelCost } from '../../../shared/costs.ts'
import { toDayRows } from './to-day-rows.ts'

const MODEL: ModelCost = {
  model: 'm',
  requests: 2,
  input_tokens: 10,
  cache_creation_input_tokens: 20,
  cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 0 },
  cache_read_input_tokens: 70,
  output_tokens: 5,
  web_search_requests: 0,
  estimate: 0.5,
}

test('a day without requests is a day too', () => {
  const days = [{ date: '2026-11-20', requests: 3, estimate: 1, models: [MODEL, MODEL] }]
  const rows = toDayRows(['2026-11-19', '2026-11-20'], { days })
  expect(rows.map(({ date, requests, tokens, estimate }) => [date, requests, tokens, estimate])).toEqual([
    ['2026-11-19', 0, 0, 0],
    ['2026-11-20', 3, 210, 1],
  ])
})

test('what is put into the cache is input, what is read from it is cache', () => {
  const [row] = toDayRows(['d'], { days: [{ date: 'd', requests: 2, estimate: 0, models: [MODEL] }] })
  expect(row).toMatchObject({ input: 30, cache: 70, output: 5, cacheShare: 0.7 })
})

test('without any input the cache share is unknown', () => {
  expect(toDayRows(['d'], undefined)[0]?.cacheShare).toBeUndefined()
})
