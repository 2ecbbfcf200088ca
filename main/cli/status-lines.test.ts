import { expect, it } from 'vitest'
import type { BudgetStatus } from '../../shared/budgets.ts'
import type { LimitWindow } from '../../shared/rate-limit.ts'
import type { Livez } from '../../shared/livez.ts'
import { finding } from '../../shared/language/say-verdict.ts'
import { type StatusFacts, statusLines } from './status-lines.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const livez: Livez = {
  status: 'ok',
  timestamp: '2026-11-21T10:00:00Z',
  in_flight: 2,
  draining: false,
  instance_id: 'x',
  version: '1.2.3',
  uptime_ms: 7_800_000,
}
const facts = (more: Partial<StatusFacts> = {}): StatusFacts => ({
  livez,
  baseUrl: 'http://127.0.0.1:3456',
  pid: 24140,
  connection: 'Claude Code is connected.',
  claudeVersion: '2.1.329',
  limits: [],
  budgets: [],
  lastFailure: null,
  now: NOW,
  ...more,
})

it('says five things in five lines', () => {
  const verdict = {
    state: 'warning' as const,
    reason: finding('upstream_overloaded', { host: 'api.anthropic.com', count: 3 }),
    others: [],
    since: '2026-11-21T10:00:00Z',
  }
  const snapshot = (ageMs: number, windows: Partial<LimitWindow>[]) => ({
    capturedAt: new Date(NOW - ageMs).toISOString(),
    ageMs,
    rateLimit: {},
    windows: windows.map((window) => ({
      pool: 'subscription' as const,
      name: '5h',
      capturedAt: new Date(NOW - ageMs).toISOString(),
      ageMs,
      ...window,
    })),
  })
  const limits = [
    snapshot(900_000_000, [{ used: 0.9 }]),
    snapshot(60_000, [
      { used: 0.42, resetsAt: new Date(NOW + 8_220_000).toISOString() },
      { name: '7d', used: 0.13, resetsAt: new Date(NOW - 1_000).toISOString() },
      { name: '7d_oi', used: 1.01, resetsAt: new Date(NOW + 7_200_000).toISOString() },
      { pool: 'overage', name: 'overage', status: 'rejected', disabledReason: 'out_of_credits' },
    ]),
  ]
  const lastFailure = {
    requestId: 'feed',
    timestamp: '2026-11-21T09:57:00Z',
    method: 'POST',
    endpoint: '/v1/messages',
    model: 'opus',
    statusCode: 529,
    errorType: 'overloaded_error',
  }
  expect(statusLines(facts({ livez: { ...livez, verdict }, limits, lastFailure }))).toEqual([
    'Warning: api.anthropic.com is overloaded (529). 3 requests failed in the last minute. 2 requests in flight.',
    'Address: http://127.0.0.1:3456 (version 1.2.3, pid 24140, running for 2 h 10 min)',
    'Connection: Claude Code is connected. Version 2.1.329.',
    'Limits: 7 d Fable 101 % used, reached, resets in 2 h 0 min (1 min ago); 5 h 42 % used, resets in 2 h 17 min (1 min ago); Extra usage not available (out_of_credits) (1 min ago); 7 d limit has reset.',
    'Last failure: 529 overloaded_error, opus, 3 min ago (request feed).',
  ])
})

it('says every further finding in a line of its own, but the connection once', () => {
  const output = 'The data folder is read-only. Make it writable for Signalbox.'
  const others = [
    finding('storage_failed', { reason: 'read_only', output }, { check: 'storage' }),
    finding('cli_not_installed', {}, { check: 'claude_cli' }),
    finding('not_connected'),
  ]
  const verdict = {
    state: 'warning' as const,
    reason: finding('upstream_dns', { host: 'api.anthropic.com' }),
    others,
    since: '',
  }
  const connection = 'Not connected. Claude Code talks to Anthropic directly.'
  expect(statusLines(facts({ livez: { ...livez, verdict }, connection })).slice(0, 5)).toEqual([
    'Warning: The name api.anthropic.com can’t be resolved. Check the network connection. 2 requests in flight.',
    `Also: The request log can’t be written. ${output} Requests are still forwarded.`,
    'Also: Claude Code wasn’t found on this computer.',
    expect.stringMatching(/^Address: /),
    `Connection: ${connection} Version 2.1.329.`,
  ])
})

it('says what is not known, and guesses nothing', () => {
  const lines = statusLines(facts({ pid: undefined, claudeVersion: undefined }))
  expect(lines[0]).toBe('Running: 2 requests in flight.')
  expect(lines.slice(3)).toEqual(['Limits: unknown until the first response.', 'Last failure: none logged.'])
  const unread = statusLines(facts({ lastFailure: undefined }))
  expect(unread.at(-1)).toBe('Last failure: unknown, because the request log can’t be read.')
  const [, , , limits] = statusLines(
    facts({ limits: [{ capturedAt: '', ageMs: 0, rateLimit: {}, windows: [] }] }),
  )
  expect(limits).toBe('Limits: the upstream reports none.')
})

it('says the connection as the windows do', () => {
  const connection = finding('connection_dead', { address: 'http://x:1' }).sentence
  expect(statusLines(facts({ connection, claudeVersion: undefined }))[2]).toBe(`Connection: ${connection}`)
})

it.each([
  [15 * 60_000 - 500, '15 min'],
  [14 * 60_000 + 20_000, '14 min'],
  [59_700, '1 min'],
  [42_000, '42 s'],
  [-5_000, '0 s'],
])('says of a drain when it resumes: in %i ms', (ms, said) => {
  const drain = {
    source: 'request' as const,
    started_at: '2026-11-21T09:59:00Z',
    in_flight_at_start: 1,
    resumes_at: new Date(NOW + ms).toISOString(),
    refuses_new: true,
    cancellable: true,
  }
  const verdict = { state: 'drained' as const, reason: finding('drained'), others: [], since: '' }
  const drained = { ...livez, in_flight: 0, draining: true, drain }
  expect(statusLines(facts({ livez: { ...drained, verdict } }))[0]).toBe(
    `Drained: New requests wait until Signalbox resumes. 0 requests in flight. Resumes in ${said}.`,
  )
  expect(statusLines(facts({ livez: drained }))[0]).toBe(
    `Draining: 0 requests in flight. Resumes in ${said}.`,
  )
})

it('says how much of each budget is used, and what a hard one does', () => {
  const budget = (change: Partial<BudgetStatus>): BudgetStatus => ({
    period: 'day',
    unit: 'usd',
    amount: 5,
    hard: false,
    id: '',
    spent: 3.2,
    endsAt: '',
    isReached: false,
    isRefusing: false,
    unpriced: 0,
    ...change,
  })
  const budgets = [
    budget({}),
    budget({ period: 'week', model: 'opus', spent: 6, hard: true, isReached: true, isRefusing: true }),
    budget({ period: 'month', unit: 'tokens', amount: 1000, spent: 1000, hard: true, isReached: true }),
  ]
  expect(statusLines(facts({ budgets })).at(-2)).toBe(
    'Budgets: $3.20 of $5.00 today (64 %); $6.00 of $5.00 this week for opus (120 %, refuses requests); 1000 tokens of 1000 tokens this month (100 %, lifted for today).',
  )
})
