import { expect, it } from 'vitest'
import { renderIetf, renderLive, renderReady } from './render-ietf.ts'
import { CLI_FOUND, CLI_MISSING, makeFacts, SIGNED_IN, SIGNED_OUT } from './testing/make-facts.ts'
import { makeReport } from '../testing/make-report.ts'

const CODEX_MISSING = makeReport('codex_cli', 'warn', { cli_status: 'not_installed', error: 'no codex' })
const SDK_BROKEN = makeReport('claude_sdk', 'fail', {
  sdk_status: 'error',
  error: 'cannot read /home/user/sdk',
})
const PROXY = makeReport('proxy_service', 'pass', { version: '1.0.0' })

it('lists what is not ready in the fixed order, with all four checks', () => {
  const failing = (['claude_sdk', 'codex_cli', 'claude_cli', 'oauth2_credentials'] as const).map((key) =>
    makeReport(key, 'fail', key === 'codex_cli' ? {} : { error: `${key} broke` }),
  )
  expect(renderReady(makeFacts({ reports: failing }))).toEqual({
    status: 503,
    body: {
      status: 'fail',
      version: '1.0.0',
      output: 'Critical dependency error: oauth2_credentials, claude_cli, codex_cli, claude_sdk',
      checks: {
        oauth2_credentials: [{ status: 'fail', output: 'oauth2_credentials broke' }],
        claude_cli: [{ status: 'fail', output: 'claude_cli broke' }],
        codex_cli: [{ status: 'fail', output: 'Codex CLI error' }],
        claude_sdk: [{ status: 'fail', output: 'claude_sdk broke' }],
      },
    },
  })
})

it('is ready with everything missing, and says what', () => {
  expect(renderReady(makeFacts({ reports: [SIGNED_OUT, CLI_MISSING] })).body).toEqual({
    status: 'pass',
    version: '1.0.0',
    output: 'Service is ready to accept traffic',
    checks: {
      oauth2_credentials: [{ status: 'warn', output: 'OAuth credentials: not_configured' }],
      claude_cli: [{ status: 'warn', output: 'Claude CLI: not_installed' }],
      codex_cli: [{ status: 'warn', output: 'Codex CLI: unknown' }],
      claude_sdk: [{ status: 'warn', output: 'Claude SDK: unknown' }],
    },
  })
})

it('is alive in three words', () => {
  expect(renderLive('1.0.0')).toEqual({
    status: 'pass',
    version: '1.0.0',
    output: 'Application process is running',
  })
})

it('writes health+json as 000 does: details flat beside the component, one time for all', () => {
  const facts = makeFacts({ reports: [SIGNED_IN, CLI_FOUND, CODEX_MISSING, SDK_BROKEN, PROXY] })
  const time = '2024-01-15T10:30:00.000+00:00'
  const checked_at = '2024-01-15T10:30:00.000Z'
  const common = (key: string) => ({ componentId: key.replaceAll('_', '-'), time, checked_at })
  expect(renderIetf(facts, { compat: true })).toEqual({
    status: 'fail',
    version: '1.0.0',
    serviceId: 'claude-code-proxy',
    description: 'CCProxy API Server',
    time,
    checks: {
      oauth2_credentials: [
        {
          ...common('oauth2_credentials'),
          componentType: 'authentication',
          status: 'pass',
          output: 'OAuth2 credentials: valid',
          ...SIGNED_IN.details,
        },
      ],
      claude_cli: [
        {
          ...common('claude_cli'),
          componentType: 'external_dependency',
          status: 'pass',
          output: 'Claude CLI: available',
          ...CLI_FOUND.details,
        },
      ],
      codex_cli: [
        {
          ...common('codex_cli'),
          componentType: 'external_dependency',
          status: 'warn',
          output: 'Codex CLI: not_installed',
          ...CODEX_MISSING.details,
        },
      ],
      claude_sdk: [
        {
          ...common('claude_sdk'),
          componentType: 'python_package',
          status: 'fail',
          output: 'Claude SDK: error',
          ...SDK_BROKEN.details,
        },
      ],
      proxy_service: [
        {
          ...common('proxy_service'),
          componentType: 'service',
          status: 'pass',
          output: 'Proxy service operational',
          version: '1.0.0',
        },
      ],
    },
  })
})

it('calls the SDK a Node package, unless compatibility was asked for', () => {
  const json = JSON.stringify(renderIetf(makeFacts({ reports: [SDK_BROKEN] }), { compat: false }))
  expect(json).toContain('"componentType":"node_package"')
})
