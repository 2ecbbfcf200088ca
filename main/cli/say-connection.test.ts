import { expect, it } from 'vitest'
import { finding } from '../../shared/language/say-verdict.ts'
import type { Finding, Verdict } from '../../shared/verdict.ts'
import { sayConnection } from './say-connection.ts'

const DIRECT = { state: 'direct', address: null } as const
const verdict = (reason: Finding, others: Finding[] = []): Verdict => ({
  state: 'running',
  reason,
  others,
  since: '2026-11-21T10:00:00Z',
})

it('tells of requests that came in although the settings do not name Signalbox', () => {
  const traffic = finding('not_connected_traffic', { count: 4 })
  expect(sayConnection(DIRECT, verdict(traffic))).toBe(
    'Not connected, but 4 requests came in anyway, for example from a shell that sets ANTHROPIC_BASE_URL.',
  )
  const overloaded = finding('upstream_overloaded', { host: 'x', count: 3 }, { check: 'providers' })
  expect(sayConnection(DIRECT, verdict(overloaded, [traffic]))).toBe(traffic.sentence)
})

it('tells what the settings say where the instance has not seen them yet, or says nothing of them', () => {
  const direct = 'Not connected. Claude Code talks to Anthropic directly.'
  expect(sayConnection(DIRECT, verdict(finding('connected')))).toBe(direct)
  expect(sayConnection(DIRECT, verdict(finding('drained')))).toBe(direct)
  expect(sayConnection(DIRECT, undefined)).toBe(direct)
  expect(sayConnection({ state: 'elsewhere', address: 'http://x:1' }, undefined)).toBe(
    'Not connected. Claude Code uses another address: http://x:1.',
  )
})
