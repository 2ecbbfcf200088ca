import { describe, expect, it } from 'vitest'
import { cleanName, cleanPath, cleanQuery } from '../../shared/clean-target.ts'
import { createReportRedaction } from '../base/create-report-redaction.ts'
import { previewChange } from '../connect/preview.ts'
import { redactRequest } from '../export/redact-request.ts'
import { redactExportedText as redactExport } from '../export/redact-exported-text.ts'
import { redactCliOutput } from '../health/cli/redact-cli-output.ts'
import { redactLine } from '../logging/redact-line.ts'
import { redactProviderMessage } from '../providers/redact-provider-message.ts'
import { listEnvironment } from '../settings/list-environment.ts'
import { listSecrets } from '../settings/list-secrets.ts'
import { showValue } from '../settings/show-value.ts'
import { createRowRedactor } from '../storage/redact/create-row-redactor.ts'
import { createTurnRedact } from '../storage/redact/create-turn-redact.ts'
import { readTurn } from '../storage/summary/read-turn.ts'
import { scanBody } from '../storage/body/scan-body.ts'
import { DEFAULT_LIVE_SETTINGS } from '../../shared/live-settings.ts'

/* A secret must be hidden everywhere: each shape and each name is tested at each exit for text. */

const CANARY = 'CANARY0123456789abcdefCANARY'

/** Texts with the canary as a credential that is recognized by its format. */
const SHAPES = [
  `sk-ant-api03-${CANARY}`,
  `sk-${CANARY}`,
  `rk_live_${CANARY}`,
  `gsk_${CANARY}`,
  `xai-${CANARY}`,
  `csk-${CANARY}`,
  `fw_${CANARY}`,
  `hf_${CANARY}`,
  `nvapi-${CANARY}`,
  `pplx-${CANARY}`,
  `npm_${CANARY}`,
  `glpat-${CANARY}`,
  `ghp_${CANARY}`,
  `github_pat_${CANARY}`,
  `xoxb-${CANARY}`,
  `AIza${CANARY}`,
  `ya29.${CANARY}`,
  'AKIACANARY0123456789',
  'ASIACANARY0123456789',
  `eyJhbGciOiJ9.${CANARY}.${CANARY}`,
  `Bearer ${CANARY}`,
  `Basic ${CANARY}`,
  `https://user:${CANARY}@host.example/x`,
  `-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n-----END RSA PRIVATE KEY-----`,
  `-----BEGIN OPENSSH PRIVATE KEY-----\n${CANARY}`,
]

/** Names of headers, fields and variables whose value is a credential in any format. */
const NAMES = [
  'authorization',
  'Proxy-Authorization',
  'x-api-key',
  'x-goog-api-key',
  'api_key',
  'apiKey',
  'OPENAI_API_KEY',
  'access_token',
  'refreshToken',
  'ANTHROPIC_AUTH_TOKEN',
  'client_secret',
  'AWS_SECRET_ACCESS_KEY',
  'password',
  'passwd',
  'passwort',
  'passphrase',
  'private_key',
  'privateKey',
  'credential',
  'credentials',
]

/** Headers with several values, recognized by their whole line. */
const COOKIES = [`Cookie: session=${CANARY}; b=${CANARY}`, `set-cookie: id=${CANARY}; Path=/; HttpOnly`]

function logged(text: string): string {
  const line = redactLine(`${JSON.stringify({ path: text, msg: text })}\n`)
  expect(() => JSON.parse(line) as unknown).not.toThrow()
  return line
}

const redactor = createRowRedactor(Buffer.alloc(32, 7))
const redactTurn = createTurnRedact([])
const diagnostics = createReportRedaction({ secrets: () => [] })

const OUTLETS: Record<string, (text: string) => string> = {
  'errors of providers': (text) => redactProviderMessage(text, { secrets: [] }),
  'the log': logged,
  'texts in the database': redactor.text,
  'summaries in the database': (text) => {
    const call = { type: 'tool_use', name: text, input: { command: text } }
    const bytes = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: text }] }))
    const answer = Buffer.from(JSON.stringify({ content: [{ type: 'text', text }, call] }))
    const map = scanBody(bytes) ?? { boundaries: [], messages: [], members: {} }
    const { summary, words } = readTurn(
      { bytes, map },
      { answer: { bytes: answer, headers: [] }, redact: redactTurn },
    )
    return JSON.stringify([summary, words]).replaceAll('canary', 'CANARY')
  },
  'headers in the database': (text) => JSON.stringify(redactor.headers(['user-agent', text, text, 'x'])),
  'names in the database': redactor.name,
  'paths in the database': (text) => cleanPath(`/v1/${text}`),
  'queries in the database': (text) => cleanQuery(`beta=${text}&${text}`, () => '…'),
  'models and sessions': cleanName,
  exports: redactExport,
  'requests in exports': (text) => JSON.stringify(redactRequest({ endpoint: text, body: [text] } as never)),
  diagnostics: diagnostics.text,
  'fields of diagnostics': (text) => JSON.stringify(diagnostics.value({ a: [text], [text]: 1 })),
  'errors of other programs': redactCliOutput,
  'values of settings in errors': showValue,
  'the list of environment variables': (text) =>
    JSON.stringify(
      listEnvironment([['environment', { NO_PROXY: text, HTTPS_PROXY: text, GROQ_API_KEY: text }]]),
    ),
}

describe.each(Object.entries(OUTLETS))('%s', (_name, redact) => {
  it.each(SHAPES)('hide %j', (secret) => {
    for (const text of [secret, `before ${secret} after`, `"${secret}"`, `x=${secret}`])
      expect(redact(text)).not.toContain('CANARY')
  })

  it.each(NAMES)('hide the value of %s', (name) => {
    const texts = [
      `${name}: ${CANARY}`,
      `${name}=${CANARY}`,
      `{"${name}":"${CANARY}"}`,
      `{"${name}": "${CANARY}"}`,
    ]
    for (const text of texts) expect(redact(text)).not.toContain('CANARY')
  })

  it.each(COOKIES)('hide %s', (line) => {
    expect(redact(line)).not.toContain('CANARY')
  })
})

describe('names alone', () => {
  it.each([...NAMES, 'cookie', 'Set-Cookie'])('%s hides its field in diagnostics', (name) => {
    expect(JSON.stringify(diagnostics.value({ [name]: CANARY }))).not.toContain('CANARY')
  })

  it.each([...NAMES, 'cookie', 'Set-Cookie'])('%s hides its field in exports', (name) => {
    const request = { headers: { [name]: [CANARY] }, body: { [name]: CANARY } }
    expect(JSON.stringify(redactRequest(request as never))).not.toContain('CANARY')
  })

  it.each([...NAMES, 'cookie'])('%s hides its member in the preview of a settings file', (name) => {
    const before = JSON.stringify({ env: { [name]: CANARY } }, null, 2)
    const after = JSON.stringify({ env: { [name]: CANARY, x: '1' } }, null, 2)
    const preview = previewChange({ action: 'connect', path: '/x', before, after })
    expect(preview?.lines.length).toBeGreaterThan(0)
    expect(JSON.stringify(preview)).not.toContain('CANARY')
  })

  it.each(NAMES.filter((name) => !/authorization/i.test(name)))('%s makes a secret of a variable', (name) => {
    const variable = name.replaceAll(/(?<=[a-z])(?=[A-Z])|-/g, '_').toUpperCase()
    const none = {
      apiKey: undefined,
      dashboardPassword: undefined,
      anthropicApiKey: undefined,
      providerEnv: {},
    }
    const found = listSecrets(none, { live: DEFAULT_LIVE_SETTINGS, env: { [variable]: CANARY } })
    expect(found).toContain(CANARY)
  })
})
