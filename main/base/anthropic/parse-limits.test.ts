import { expect, it } from 'vitest'
import { groupLimitHeaders, parseLimits } from './parse-limits.ts'

const AT = Date.parse('2026-11-21T12:00:00.000Z')
const seconds = (hours: number) => String(AT / 1_000 + hours * 3_600)
const iso = (hours: number) => new Date(AT + hours * 3_600_000).toISOString()
const unified = (window: string, used: string, more: Record<string, string> = {}) => ({
  [`anthropic-ratelimit-unified-${window}-utilization`]: used,
  ...Object.fromEntries(
    Object.entries(more).map(([part, value]) => [`anthropic-ratelimit-unified-${window}-${part}`, value]),
  ),
})

it('finds every window by its pattern', () => {
  const headers = {
    ...unified('5h', '0.31', { reset: seconds(2), status: 'allowed' }),
    ...unified('7d', '0.72', { reset: seconds(40), 'surpassed-threshold': '0.7' }),
    ...unified('7d_oi', '1.0', { reset: seconds(40), status: 'rejected' }),
    ...unified('7d_opus', '0.5'),
    ...unified('30d_something-new', '0.01'),
    'anthropic-ratelimit-unified-representative-claim': 'seven_day',
    'anthropic-ratelimit-unified-fallback-percentage': '0.5',
    'retry-after': '30',
  }
  expect(parseLimits(headers, AT)).toEqual([
    { pool: 'subscription', name: '5h', used: 0.31, status: 'allowed', resetsAt: iso(2) },
    { pool: 'subscription', name: '7d', used: 0.72, resetsAt: iso(40) },
    { pool: 'subscription', name: '7d_oi', used: 1, status: 'rejected', resetsAt: iso(40) },
    { pool: 'subscription', name: '7d_opus', used: 0.5 },
    { pool: 'subscription', name: '30d_something-new', used: 0.01 },
  ])
})

it('reads overage, the subscription as a whole, and the pools of fast mode and Priority Tier', () => {
  const headers = {
    'anthropic-ratelimit-unified-status': 'allowed',
    'anthropic-ratelimit-unified-reset': seconds(1),
    'anthropic-ratelimit-unified-overage-status': 'rejected',
    'anthropic-ratelimit-unified-overage-in-use': 'false',
    'anthropic-ratelimit-unified-overage-disabled-reason': 'out_of_credits',
    'anthropic-ratelimit-unified-overage-reset': seconds(200),
    'anthropic-ratelimit-unified-overage-period-monthly-utilization': '0.4',
    'anthropic-ratelimit-input-tokens-limit': '80000',
    'anthropic-ratelimit-input-tokens-remaining': '20000',
    'anthropic-ratelimit-input-tokens-reset': '2026-11-21T12:01:00Z',
    'anthropic-fast-output-tokens-limit': '0',
    'anthropic-fast-output-tokens-remaining': '0',
    'anthropic-priority-input-tokens-limit': '10000',
    'anthropic-priority-input-tokens-remaining': '9618',
  }
  expect(parseLimits(headers, AT)).toEqual([
    { pool: 'subscription', name: 'unified', status: 'allowed', resetsAt: iso(1) },
    {
      pool: 'overage',
      name: 'overage',
      status: 'rejected',
      inUse: false,
      disabledReason: 'out_of_credits',
      resetsAt: iso(200),
    },
    { pool: 'overage', name: 'overage-period-monthly', used: 0.4 },
    {
      pool: 'standard',
      name: 'input-tokens',
      used: 0.75,
      limit: 80_000,
      remaining: 20_000,
      resetsAt: '2026-11-21T12:01:00.000Z',
    },
    { pool: 'fast', name: 'output-tokens', limit: 0, remaining: 0 },
    { pool: 'priority', name: 'input-tokens', used: 0.0382, limit: 10_000, remaining: 9_618 },
  ])
})

it.each(['NaN', 'Infinity', '-0.5', '1e308', '99999', '0x10', '', ' ', 'many', '--1', '0,5'])(
  'takes %j for no usage',
  (used) => {
    expect(parseLimits(unified('5h', used, { status: 'allowed', reset: seconds(1) }), AT)).toEqual([])
  },
)

it('reads a negative zero as 0, and usage in overage', () => {
  expect(parseLimits(unified('5h', '-0.0'), AT)).toEqual([{ pool: 'subscription', name: '5h', used: 0 }])
  expect(parseLimits(unified('5h', '1.02'), AT)).toMatchObject([{ used: 1.02 }])
})

it.each([
  '0',
  '-1',
  '99999999999999',
  '1795180000000',
  'soon',
  '2026',
  '+275760-09-13T00:00:00Z',
  '9999-12-31T00:00:00Z',
])('knows no reset from %j', (reset) => {
  expect(parseLimits(unified('5h', '0.5', { reset }), AT)).toEqual([
    { pool: 'subscription', name: '5h', used: 0.5 },
  ])
})

it('names only what a response says about the usage of a limit, or refuses', () => {
  const name = (part: string, value: string) =>
    groupLimitHeaders({ [`anthropic-ratelimit-unified-5h-${part}`]: value })
  expect(name('reset', seconds(1))).toEqual([])
  expect(name('status', 'allowed')).toEqual([])
  expect(name('status', 'rejected')).toHaveLength(1)
  expect(groupLimitHeaders({ 'retry-after': '3', 'content-type': 'text/plain' })).toEqual([])
})

it('reads a bounded number of invented windows, in bounded time', () => {
  const invented = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `anthropic-ratelimit-unified-w${index}-utilization`,
      '0.5',
    ]),
  )
  const before = performance.now()
  expect(parseLimits(invented, AT)).toHaveLength(32)
  expect(performance.now() - before).toBeLessThan(200)
  const long = `anthropic-ratelimit-unified-${'x'.repeat(5_000)}-utilization`
  expect(parseLimits({ [long]: '0.5', 'anthropic-ratelimit-unified-<b>-utilization': '0.5' }, AT)).toEqual([])
})
