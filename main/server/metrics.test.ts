import { expect, it } from 'vitest'
import type { FinishedRequest } from './instruments.ts'
import { createMetrics } from './metrics.ts'

const REQUEST: FinishedRequest = {
  method: 'POST',
  endpoint: '/v1/messages',
  model: 'claude-sonnet-4-5',
  status: 200,
  fromUpstream: true,
  ms: 300,
  error: undefined,
}

function metricsWith(cli: 0 | 1 | undefined) {
  return createMetrics({ version: '1.2.3', inFlight: () => 4, draining: () => true, cliStatus: () => cli })
}

it('counts requests under the names of both documents', async () => {
  const metrics = metricsWith(1)
  metrics.record(REQUEST)
  metrics.record({ ...REQUEST, status: 529, error: 'upstream_529' })
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
