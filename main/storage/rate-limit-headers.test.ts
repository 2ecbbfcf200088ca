import { expect, it } from 'vitest'
import { rateLimitOf } from './rate-limit-headers.ts'

const AT = 1_795_170_000_000

it('reads the limits of a response and keeps unknown ones', () => {
  const raw = [
    'Anthropic-Ratelimit-Requests-Limit',
    '50',
    'anthropic-ratelimit-requests-remaining',
    '0',
    'anthropic-ratelimit-unified-5h-utilization',
    '0.25',
    'anthropic-ratelimit-unified-5h-reset',
    '1795180000',
    'anthropic-ratelimit-unified-status',
    'allowed_warning',
    'anthropic-ratelimit-unified-9d-utilization',
    '0.5',
    'content-type',
    'text/plain',
  ]
  expect(rateLimitOf(raw, { organizationId: 'org', at: AT })).toEqual({
    organizationId: 'org',
    requestsLimit: 50,
    requestsRemaining: 0,
    unifiedUtilization5h: 0.25,
    unifiedReset5h: '1795180000',
    unifiedStatus: 'allowed_warning',
    windows: [
      { pool: 'standard', name: 'requests', limit: 50, remaining: 0, used: 1 },
      { pool: 'subscription', name: '5h', used: 0.25, resetsAt: '2026-11-20T13:06:40.000Z' },
      { pool: 'subscription', name: 'unified', status: 'allowed_warning' },
      { pool: 'subscription', name: '9d', used: 0.5 },
    ],
    raw: {
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-unified-5h-utilization': '0.25',
      'anthropic-ratelimit-unified-5h-reset': '1795180000',
      'anthropic-ratelimit-unified-status': 'allowed_warning',
      'anthropic-ratelimit-unified-9d-utilization': '0.5',
    },
  })
})

it('leaves out what is empty or no number, and never makes it 0', () => {
  const raw = ['anthropic-ratelimit-tokens-limit', '', 'anthropic-ratelimit-tokens-remaining', 'many']
  const { raw: _, ...fields } = rateLimitOf(raw, { organizationId: undefined, at: AT }) ?? {}
  expect(fields).toEqual({})
  expect(rateLimitOf(['content-type', 'text/plain'], { organizationId: 'org', at: AT })).toBeUndefined()
})
