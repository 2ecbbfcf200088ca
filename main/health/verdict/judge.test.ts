import { describe, expect, test } from 'vitest'
import { finding, sayFinding } from '../../../shared/language/say-verdict.ts'
import { evidence, failing, UPSTREAM } from './testing/make-evidence.ts'
import { createStorageCheck } from '../checks/storage.ts'
import { makeReport, makeUnchecked } from '../testing/make-report.ts'
import { judge } from './judge.ts'

const codes = (given: Parameters<typeof evidence>[0]) => {
  const { state, reason, others } = judge(evidence(given))
  return [state, reason.code, ...others.map(({ code }) => code)]
}

describe('the verdict', () => {
  test('of a server that is not up is its own', () => {
    expect(codes({ server: { state: 'starting' } })).toEqual(['starting', 'starting'])
    expect(codes({ server: { state: 'stopped' }, inFlight: 2 })).toEqual(['stopped', 'stopped'])
  })

  test.each([
    [{ holder: { pid: 7, name: 'node' }, own_instance: false }, 'port_busy_holder'],
    [{ holder: { pid: 7 }, own_instance: false }, 'port_busy'],
    [{ own_instance: false }, 'port_busy'],
    [{ own_instance: true }, 'port_busy_own'],
  ])('of a busy port says who has it: %j', (more, code) => {
    const details = { port: 3456, host: '127.0.0.1', ...more }
    const failure = { status: 'unhealthy' as const, error: 'busy', details }
    expect(codes({ server: { state: 'failed', failure } })).toEqual(['not_running', code])
  })

  test('tells a reserved port from one that another program uses', () => {
    const details = { port: 80, host: '127.0.0.1', own_instance: false }
    const failure = { status: 'unhealthy' as const, error: 'x', code: 'port_reserved' as const, details }
    expect(judge(evidence({ server: { state: 'failed', failure } })).reason).toMatchObject({
      code: 'port_reserved',
      params: { port: 80 },
    })
  })

  test('of another failure repeats it', () => {
    const failure = { status: 'unhealthy' as const, error: 'EACCES', details: {} }
    expect(judge(evidence({ server: { state: 'failed', failure } })).reason).toMatchObject({
      code: 'start_failed',
      sentence: 'Signalbox couldn’t start: EACCES',
    })
  })

  test('of a drain is the drain, and what is wrong besides comes after it', () => {
    const traffic = failing(UPSTREAM, 'overloaded')
    expect(codes({ drain: { source: 'request' }, inFlight: 1, traffic })).toEqual([
      'draining',
      'draining',
      'upstream_overloaded',
    ])
    expect(codes({ drain: { source: 'signal' }, inFlight: 0 })).toEqual(['drained', 'drained_signal'])
    expect(codes({ drain: { source: 'quit' }, inFlight: 1 })).toEqual(['draining', 'draining_quit'])
  })

  test('keeps the time since when the state is so, and takes a new one with a new state', () => {
    const first = judge(evidence({ now: '2026-11-30T10:00:00.000Z' }))
    const second = judge(
      evidence({
        now: '2026-11-30T10:00:01.000Z',
        connection: { state: 'direct', address: null, requests: 0 },
      }),
      first,
    )
    expect(second).toMatchObject({ since: first.since, reason: { code: 'not_connected' } })
    const third = judge(evidence({ now: '2026-11-30T10:00:02.000Z', inFlight: 1 }), second)
    expect(third).toMatchObject({ state: 'active', since: '2026-11-30T10:00:02.000Z' })
  })
})

describe('a connection', () => {
  test.each([
    [undefined, true, 'connection_unknown'],
    [{ state: 'connected', address: 'http://127.0.0.1:3456', requests: 9 }, true, 'connected'],
    [{ state: 'connected', address: 'http://127.0.0.1:3456', requests: 0 }, false, 'waiting_first_request'],
    [{ state: 'direct', address: null, requests: 0 }, true, 'not_connected'],
    [{ state: 'direct', address: null, requests: 4 }, true, 'not_connected_traffic'],
    [{ state: 'elsewhere', address: 'http://127.0.0.1:9', requests: 0 }, true, 'connected_elsewhere'],
    [{ state: 'elsewhere', address: null, requests: 0 }, true, 'connected_cloud'],
    [{ state: 'dead', address: 'http://127.0.0.1:9', requests: 0 }, true, 'connection_dead'],
    [{ state: 'conflict', address: null, requests: 0 }, true, 'connection_conflict'],
    [{ state: 'unreadable', address: null, requests: 0 }, true, 'connection_unreadable'],
  ] as const)('%j is told as a state that is fine', (connection, hasCarried, code) => {
    expect(codes({ connection, hasCarried })).toEqual(['running', code])
  })
})

describe('requests that fail', () => {
  test('at the main upstream come before those at others, and an outbound proxy before all', () => {
    const other = { name: 'groq', baseUrl: new URL('https://api.groq.com') }
    expect(
      codes({
        traffic: failing(
          other,
          'unreachable',
          { name: 'x', baseUrl: UPSTREAM.baseUrl },
          'tls',
          UPSTREAM,
          'dns',
        ),
      }),
    ).toEqual(['warning', 'upstream_dns', 'provider_unreachable', 'upstream_tls_failed', 'connected'])
    expect(codes({ traffic: failing(UPSTREAM, 'dns', other, 'outbound_proxy') }).slice(0, 3)).toEqual([
      'warning',
      'outbound_proxy_unreachable',
      'upstream_dns',
    ])
  })

  test('at a provider are told with its name and its host', () => {
    const traffic = failing({ name: 'groq', baseUrl: new URL('https://api.groq.com/v1') }, 'overloaded')
    expect(judge(evidence({ traffic })).reason.sentence).toBe(
      'groq (api.groq.com) is overloaded (529). 2 requests failed in the last minute.',
    )
  })

  test('are told by the last ones where no request was sent since', () => {
    const traffic = failing(UPSTREAM, 'rejected', { failed: 0 })
    expect(judge(evidence({ traffic })).reason.sentence).toBe(
      'api.anthropic.com rejected the credentials of the last 2 requests (401).',
    )
  })

  test('of a limit are counted without those that failed otherwise', () => {
    const traffic = failing(UPSTREAM, 'limited')
    for (const { alarm } of traffic.upstreams)
      if (alarm !== undefined) alarm.minute = { total: 9, failed: 4, faults: 3, mostly: 'server_error' }
    expect(judge(evidence({ traffic })).reason.sentence).toBe(
      'api.anthropic.com limits requests (429). 1 request was refused in the last minute.',
    )
  })

  test('behind one outbound proxy are told once, with what it said', () => {
    const other = { name: 'groq', baseUrl: new URL('https://api.groq.com') }
    const traffic = failing(UPSTREAM, 'outbound_proxy', other, 'outbound_proxy')
    expect(codes({ traffic })).toEqual(['warning', 'outbound_proxy_unreachable', 'connected'])
    const refused = failing(UPSTREAM, 'outbound_proxy', { cause: 'CONNECT_403' })
    expect(judge(evidence({ traffic: refused })).reason.sentence).toBe(
      'The outbound proxy proxy.test:8080 refuses to connect to api.anthropic.com (403).',
    )
    const unknown = failing(UPSTREAM, 'outbound_proxy', { cause: 'CONNECT_407' })
    expect(judge(evidence({ traffic: unknown })).reason.code).toBe('outbound_proxy_sign_in')
  })

  test('everywhere at once are told although no upstream stands out', () => {
    expect(codes({ traffic: { upstreams: [], own: undefined, allFailing: true } })).toEqual([
      'warning',
      'requests_all_failing',
      'connected',
    ])
  })
})

describe('health checks', () => {
  const missing = makeReport('claude_cli', 'warn', { cli_status: 'not_installed' })
  const expired = makeReport('oauth2_credentials', 'warn', { sign_in: { status: 'expired' } })
  const storage = makeReport('storage', 'warn', {
    storage_status: 'degraded',
    reason: 'ENOSPC',
    since: '2026-11-30T09:00:00.000Z',
  })

  test('are told by urgency, with what helps', () => {
    const verdict = judge(evidence({ reports: [storage, missing, expired] }))
    expect(verdict.reason).toEqual(
      finding('sign_in_expired', {}, { check: 'oauth2_credentials', command: 'claude auth login' }),
    )
    expect(verdict.others.map(({ code }) => code)).toEqual([
      'storage_failed',
      'cli_not_installed',
      'connected',
    ])
  })

  test('that the log fails is told with the cause and the remedy, in both languages', async () => {
    const state = { status: 'degraded', reason: 'disk_full', since: '2026-11-30T09:00:00.000Z' } as const
    const rest = { not_kept: 3, file_bytes: 4096, set_aside: [], displaced: null }
    const signal = new AbortController().signal
    const result = await createStorageCheck(() => ({ ...state, ...rest }), Date.now).run(signal)
    const { reason } = judge(evidence({ reports: [{ ...storage, ...result }] }))
    expect(reason.sentence).toBe(
      'The request log can’t be written. The disk is full. Free some space. Requests are still forwarded.',
    )
    expect(sayFinding(reason, 'de')).toBe(
      'Das Anfrageprotokoll kann nicht geschrieben werden. Der Datenträger ist voll. Geben Sie Speicherplatz frei. Anfragen werden weiter durchgeleitet.',
    )
    expect(reason.params['reason']).toBe('disk_full')
  })

  test('that the log is being updated is told with the step', async () => {
    const state = { status: 'degraded', reason: 'updating', since: '2026-11-30T09:00:00.000Z' } as const
    const rest = { not_kept: 0, file_bytes: 0, set_aside: [], displaced: null, update: { step: 2, steps: 9 } }
    const signal = new AbortController().signal
    const result = await createStorageCheck(() => ({ ...state, ...rest }), Date.now).run(signal)
    const { reason } = judge(evidence({ reports: [{ ...storage, ...result }] }))
    expect(reason.sentence).toBe(
      'The request log is being updated for this version (step 2 of 9). Requests are forwarded meanwhile, and logged afterwards.',
    )
    expect(sayFinding(reason, 'de')).toContain('(Schritt 2 von 9)')
  })

  test.each([
    makeReport('codex_cli', 'warn', { cli_status: 'not_installed' }),
    makeReport('claude_sdk', 'warn'),
    makeReport('oauth2_credentials', 'warn', { sign_in: { status: 'refreshable' } }),
    makeReport('oauth2_credentials', 'warn', { sign_in: { status: 'missing' } }),
  ])('that many people live with are none: $key $details', (report) => {
    expect(codes({ reports: [report] })[0]).toBe('running')
  })

  test('that the settings call critical make an error, and the reason is one of them', () => {
    expect(codes({ reports: [expired, missing], critical: ['claude_cli'] }).slice(0, 2)).toEqual([
      'error',
      'cli_not_installed',
    ])
    const sdk = makeReport('claude_sdk', 'warn', { error: 'not found' })
    expect(codes({ reports: [sdk], critical: ['claude_sdk'] })).toEqual([
      'error',
      'check_failed',
      'connected',
    ])
    const failed = makeUnchecked('codex_cli', 'fail', 'TypeError')
    const { reason } = judge(evidence({ reports: [failed] }))
    expect(reason.sentence).toBe('Codex check failed: Unexpected error (TypeError).')
    expect(sayFinding(reason, 'de')).toBe('Prüfung „Codex“ fehlgeschlagen: Unerwarteter Fehler (TypeError).')
  })
})
