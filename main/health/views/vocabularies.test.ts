import { describe, expect, it } from 'vitest'
import type { HealthFacts } from './facts.ts'
import { httpStatus, overall } from './overall.ts'
import { renderIetf, renderReady } from './render-ietf.ts'
import {
  renderBasic,
  renderCcproxy,
  renderDetailed,
  renderFork,
  renderGroq,
  renderSuperset,
} from './render-json.ts'
import { renderStatus } from './render-status.ts'
import { CLI_FOUND, CLI_MISSING, makeFacts, SIGNED_IN, SIGNED_OUT } from './testing/make-facts.ts'
import { makeReport } from '../testing/make-report.ts'

const CODEX_MISSING = makeReport('codex_cli', 'warn', { cli_status: 'not_installed', error: 'no codex' })
const SDK_BROKEN = makeReport('claude_sdk', 'fail', {
  sdk_status: 'error',
  error: 'cannot read /home/user/sdk',
})
const PROXY = makeReport('proxy_service', 'pass', { version: '1.0.0' })
const CRITICAL_CLI = { ...makeFacts().policy, critical: ['proxy_service', 'claude_cli'] }
const EXPOSED = { ...makeFacts().policy, exposeDegraded: true }

/** One state, and its word in each vocabulary. */
interface Row {
  name: string
  facts: Partial<HealthFacts>
  http: 200 | 503
  superset: string
  detailed: string
  ietf: string
  ready: [200 | 503, string]
}

const READY: Row['ready'] = [200, 'Service is ready to accept traffic']

const ROWS: Row[] = [
  {
    name: 'pass',
    facts: { reports: [SIGNED_IN, CLI_FOUND, PROXY] },
    http: 200,
    superset: 'healthy',
    detailed: 'healthy',
    ietf: 'pass',
    ready: READY,
  },
  {
    name: 'nothing checked yet',
    facts: { reports: [] },
    http: 200,
    superset: 'healthy',
    detailed: 'healthy',
    ietf: 'pass',
    ready: READY,
  },
  {
    name: 'a warning',
    facts: { reports: [SIGNED_IN, CLI_FOUND, CODEX_MISSING, PROXY] },
    http: 200,
    superset: 'healthy',
    detailed: 'degraded',
    ietf: 'warn',
    ready: READY,
  },
  {
    name: 'a warning that is to be shown',
    facts: { reports: [CODEX_MISSING], policy: EXPOSED },
    http: 200,
    superset: 'degraded',
    detailed: 'degraded',
    ietf: 'warn',
    ready: READY,
  },
  {
    name: 'a critical warning',
    facts: { reports: [SIGNED_IN, CLI_MISSING], policy: CRITICAL_CLI },
    http: 503,
    superset: 'unhealthy',
    detailed: 'unhealthy',
    ietf: 'fail',
    ready: READY,
  },
  {
    name: 'a warning, asked for strictly',
    facts: { reports: [CODEX_MISSING], strict: true },
    http: 503,
    superset: 'unhealthy',
    detailed: 'unhealthy',
    ietf: 'fail',
    ready: READY,
  },
  {
    name: 'a failure',
    facts: { reports: [SIGNED_IN, CLI_FOUND, SDK_BROKEN] },
    http: 503,
    superset: 'unhealthy',
    detailed: 'unhealthy',
    ietf: 'fail',
    ready: [503, 'Critical dependency error: claude_sdk'],
  },
  {
    name: 'a failure above a warning',
    facts: { reports: [CODEX_MISSING, SDK_BROKEN], policy: EXPOSED },
    http: 503,
    superset: 'unhealthy',
    detailed: 'unhealthy',
    ietf: 'fail',
    ready: [503, 'Critical dependency error: claude_sdk'],
  },
  {
    name: 'a drain',
    facts: { draining: true, inFlight: 3 },
    http: 503,
    superset: 'draining',
    detailed: 'draining',
    ietf: 'fail',
    ready: [503, 'draining'],
  },
  {
    name: 'a drain above a failure',
    facts: { draining: true, reports: [SDK_BROKEN] },
    http: 503,
    superset: 'draining',
    detailed: 'draining',
    ietf: 'fail',
    ready: [503, 'draining'],
  },
]

describe.each(ROWS)('$name', ({ facts: overrides, http, superset, detailed, ietf, ready }) => {
  const facts = makeFacts(overrides)

  it(`is ${http}`, () => expect(httpStatus(overall(facts))).toBe(http))

  it(`is called ${superset} in JSON, and in the views that know only the other three words likewise`, () => {
    const simple = superset === 'degraded' ? 'healthy' : superset
    expect(
      [renderSuperset, renderBasic, renderCcproxy, renderGroq, renderFork].map((render) => render(facts)),
    ).toMatchObject([superset, superset, superset, simple, simple].map((status) => ({ status })))
  })

  it(`is called ${detailed} in detail, and ${ietf} in health+json`, () => {
    expect(renderDetailed(facts)).toMatchObject({ status: detailed })
    expect(renderIetf(facts, { compat: false })).toMatchObject({ status: ietf })
  })

  it(`is ready: ${ready.join(' ')}`, () => {
    const { status, body } = renderReady(facts)
    expect([status, body]).toMatchObject([
      ready[0],
      { output: ready[1], status: ready[0] === 200 ? 'pass' : 'fail' },
    ])
  })

  it('says in the right views how many requests are in flight, and why it is not well', () => {
    const isDraining = facts.draining
    const isFailing = http === 503 && !isDraining
    for (const render of [renderSuperset, renderFork, renderDetailed])
      expect('in_flight' in render(facts)).toBe(isDraining)
    for (const render of [renderSuperset, renderBasic, renderDetailed, renderGroq])
      expect('error' in render(facts)).toBe(isFailing)
    expect('version' in renderBasic(facts)).toBe(!isFailing)
    expect(renderSuperset(facts)).toMatchObject({ version: '1.0.0' })
    expect(renderStatus(facts)).toMatchObject({ status: isDraining ? 'draining' : 'running' })
  })
})

it('lets a check that caches say how old its answer is', () => {
  const old = makeReport('claude_cli', 'pass', { checked_at: '2024-01-15T10:26:00.000Z' })
  const facts = makeFacts({ reports: [old] })
  expect(JSON.stringify(renderIetf(facts, { compat: false }))).toContain(
    '"checked_at":"2024-01-15T10:26:00.000Z"',
  )
  expect(JSON.stringify(renderDetailed(facts))).toContain('"last_check":"2024-01-15T10:26:00.000Z"')
})

it('names the missing command before the sign-in that it makes impossible', () => {
  const facts = makeFacts({ reports: [SIGNED_OUT, CLI_MISSING], strict: true })
  expect(renderBasic(facts)).toMatchObject({ error: 'Claude CLI not found in PATH' })
})
