import { expect, it } from 'vitest'
import type { CountedRequest } from './metrics.ts'
import { DEFAULT_PRICES } from '../../../shared/prices.ts'
import { createMetrics } from './metrics.ts'

const REQUEST: CountedRequest = {
  method: 'POST',
  template: '/v1/messages',
  model: 'claude-sonnet-4-5',
  countedStatus: 200,
  durationMs: 300,
  error: undefined,
  usage: undefined,
  responseHeaders: undefined,
}

function metricsWith(cli: 0 | 1 | undefined) {
  return createMetrics({ version: '1.2.3', inFlight: () => 4, draining: () => true, cliStatus: () => cli })
}

it('counts requests under the names of both documents', async () => {
  const metrics = metricsWith(1)
  metrics.record(REQUEST)
  metrics.record({ ...REQUEST, countedStatus: 529, error: 'upstream_529' })
  const text = await metrics.expose()
  expect(text).toContain('claude_proxy_requests_total{method="POST",endpoint="/v1/messages",status="200"} 1')
  expect(text).toContain('claude_proxy_errors_total{type="upstream_529"} 1')
  expect(text).toContain('claude_proxy_request_duration_seconds_bucket{le="0.25"} 0')
  expect(text).toContain('claude_proxy_request_duration_seconds_bucket{le="0.5"} 2')
  expect(text).toContain(
    'ccproxy_requests_total{method="POST",endpoint="/v1/messages",model="claude-sonnet-4-5",status="200",service_type="proxy_service"} 1',
  )
  expect(text).toContain('up{job="ccproxy"} 1')
  expect(text).toContain('ccproxy_info{version="1.2.3"} 1')
})

it('counts the estimated cost by the model that ran, and names requests without a price', async () => {
  let prices = DEFAULT_PRICES
  const metrics = createMetrics({
    version: '1',
    inFlight: () => 0,
    draining: () => false,
    cliStatus: () => 1,
    prices: () => prices,
  })
  const usage = { input_tokens: 1_000_000, output_tokens: 0 }
  metrics.record({ ...REQUEST, usage })
  metrics.record({ ...REQUEST, usage: { ...usage, speed: 'fast' }, servedModel: 'claude-opus-5' })
  metrics.record({ ...REQUEST, usage, servedModel: 'qwen3', isLocal: true })
  metrics.record({ ...REQUEST, usage, servedModel: 'somebody-elses' })
  metrics.record({ ...REQUEST, countedStatus: 529 })
  // A counter never falls, whatever happens to the prices.
  prices = { ...prices, prices: [] }
  metrics.record({ ...REQUEST, usage })
  const text = await metrics.expose()
  expect(text.match(/^claude_proxy_(?:cost|unpriced).*$/gm)).toEqual([
    'claude_proxy_cost_usd_total{model="claude-sonnet-4-5"} 3',
    'claude_proxy_cost_usd_total{model="claude-opus-5"} 10',
    'claude_proxy_cost_usd_total{model="qwen3"} 0',
    'claude_proxy_unpriced_requests_total{model="somebody-elses"} 1',
    'claude_proxy_unpriced_requests_total{model="claude-sonnet-4-5"} 1',
  ])
})

it('reads the gauges when it is scraped', async () => {
  const text = await metricsWith(0).expose()
  expect(text).toContain('claude_proxy_in_flight 4')
  expect(text).toContain('claude_proxy_draining 1')
  expect(text).toContain('claude_proxy_claude_cli_status 0')
})

it('gives no sample for a CLI that was not looked at yet', async () => {
  expect(await metricsWith(undefined).expose()).not.toMatch(/^claude_proxy_claude_cli_status/m)
})

it('keeps the number of series constant, whatever model names clients invent', async () => {
  const metrics = metricsWith(1)
  for (let i = 0; i < 10_000; i++) metrics.record({ ...REQUEST, model: `invented-${i}` })
  const models = new Set([...(await metrics.expose()).matchAll(/model="([^"]*)"/g)].map(([, model]) => model))
  expect(models.size).toBe(51)
  expect(models).toContain('other')
})

it.each(['a"b\\c\nd', 'x'.repeat(101), 'my password is hunter2', ''])(
  'makes no label of %j, which is no name of a model',
  async (model) => {
    const metrics = metricsWith(1)
    metrics.record({ ...REQUEST, model })
    expect(await metrics.expose()).toContain('model="other"')
  },
)

it.each([
  'claude-opus-4-5[1m]',
  'moonshotai/kimi-k2-instruct',
  'anthropic.claude-3:0',
  'models/gemini-2.5@001',
])('takes %s as it is', async (model) => {
  const metrics = metricsWith(1)
  metrics.record({ ...REQUEST, model })
  expect(await metrics.expose()).toContain(`model="${model}"`)
})

it('counts tokens by kind as the upstream counted them', async () => {
  const metrics = metricsWith(1)
  const usage = { input_tokens: 7, output_tokens: 5, cache_read_input_tokens: 0, service_tier: 'standard' }
  metrics.record({ ...REQUEST, usage })
  metrics.record({ ...REQUEST, usage: { output_tokens: 6 } })
  const text = await metrics.expose()
  const labels = (type: string) => `{type="${type}",model="claude-sonnet-4-5",service_type="proxy_service"}`
  expect(text).toContain(`ccproxy_tokens_total${labels('input')} 7`)
  expect(text).toContain(`ccproxy_tokens_total${labels('output')} 11`)
  expect(text).not.toContain(`ccproxy_tokens_total${labels('cache_read')}`)
})

it('says how much of the limits is used until their window ends', async () => {
  const metrics = metricsWith(1)
  const later = String(Math.ceil(Date.now() / 1000) + 3600)
  const limits = (window: string, used: string, reset: string) => [
    `anthropic-ratelimit-unified-${window}-utilization`,
    used,
    `Anthropic-Ratelimit-Unified-${window}-Reset`,
    reset,
  ]
  metrics.record({
    ...REQUEST,
    responseHeaders: [...limits('5h', '0.72', later), ...limits('7d', '0.3', String(Number(later) - 7200))],
  })
  metrics.record(REQUEST)
  const text = await metrics.expose()
  expect(text).toContain('claude_proxy_ratelimit_utilization{window="5h"} 0.72')
  expect(text).not.toContain('window="7d"')
})

it('takes each limit from the newest response that reports it, however many came', async () => {
  for (const count of [1, 15, 16, 17, 40]) {
    const metrics = metricsWith(1)
    const name = (window: string) => `anthropic-ratelimit-unified-${window}-utilization`
    metrics.record({ ...REQUEST, responseHeaders: [name('7d'), '0.1'] })
    for (let i = 1; i <= count; i++) metrics.record({ ...REQUEST, responseHeaders: [name('5h'), `0.${i}5`] })
    metrics.record({ ...REQUEST, responseHeaders: [name('5h'), 'unknown'] })
    metrics.record({ ...REQUEST, responseHeaders: ['content-type', 'text/html'] })
    const text = await metrics.expose()
    expect(text).toContain(`claude_proxy_ratelimit_utilization{window="5h"} 0.${count}5`)
    expect(text).toContain('claude_proxy_ratelimit_utilization{window="7d"} 0.1')
    expect(await metrics.expose()).toBe(text)
  }
})

it('keeps the limits of organizations apart, of any window, and a bounded number of them', async () => {
  const metrics = metricsWith(1)
  const respond = (organization: string, window: string, used: string) =>
    metrics.record({
      ...REQUEST,
      responseHeaders: [
        'anthropic-organization-id',
        organization,
        `anthropic-ratelimit-unified-${window}-utilization`,
        used,
      ],
    })
  for (let i = 0; i < 1_000; i++) respond('org-x', `w${i}`, '0.5')
  respond('org-a', '7d_oi', '0.4')
  respond('org-b', '7d_oi', '0.9')
  respond('"}\nevil 1', '5h', '0.1')
  const lines = (await metrics.expose())
    .split('\n')
    .filter((line) => line.startsWith('claude_proxy_ratelimit_utilization'))
  expect(lines).toHaveLength(64)
  expect(lines).toContain('claude_proxy_ratelimit_utilization{window="7d_oi",organization="org-a"} 0.4')
  expect(lines).toContain('claude_proxy_ratelimit_utilization{window="7d_oi",organization="org-b"} 0.9')
  expect(lines).toContain('claude_proxy_ratelimit_utilization{window="5h"} 0.1')
})
