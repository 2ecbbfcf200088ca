import { type Changes, documentForTest } from './checks/document-for-test.ts'
import type { Observed } from './observed.ts'
import { verdictForTest } from './verdict-for-test.ts'

export const NOW = Date.parse('2026-11-20T12:00:00.000Z')

/** An observation for tests: a healthy server with nothing in flight, just polled. */
export function observe(change: Partial<Observed> = {}): Observed {
  return {
    now: NOW,
    app: undefined,
    livez: {
      value: {
        status: 'ok',
        timestamp: '2026-11-20T12:00:00.000Z',
        in_flight: 0,
        draining: false,
        instance_id: 'a',
        version: '0.1.0',
        uptime_ms: 60_000,
        verdict: verdictForTest('running'),
      },
      at: NOW,
      failures: 0,
      confused: false,
    },
    health: {
      value: documentForTest(NOW),
      at: NOW,
      failures: 0,
      confused: false,
    },
    status: {
      value: {
        base_url: 'http://127.0.0.1:3456',
        upstream: 'https://api.anthropic.com',
        port: 3456,
        pid: 1,
        in_flight: [],
      },
      at: NOW,
      failures: 0,
      confused: false,
    },
    ...change,
  }
}

/** The observation with some checks changed. */
export function observeChecks(changes: Changes, more: Partial<Observed> = {}): Observed {
  const seen = observe(more)
  return { ...seen, health: { ...seen.health, value: documentForTest(NOW, changes) } }
}

/** The observation with some fields of the last `/livez` response changed. */
export function observeLivez(change: object, more: Partial<Observed> = {}): Observed {
  const seen = observe(more)
  const { value } = seen.livez
  return value ? { ...seen, livez: { ...seen.livez, value: { ...value, ...change } } } : seen
}
