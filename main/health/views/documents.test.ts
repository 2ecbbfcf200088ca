import { expect, it } from 'vitest'
import type { HealthFacts } from './facts.ts'
import {
  renderBasic,
  renderCcproxy,
  renderDetailed,
  renderFork,
  renderGroq,
  renderSuperset,
} from './render-json.ts'
import { renderGroqStatus, renderRoot, renderStatus } from './render-status.ts'
import { jsonExamples, readDocument } from './testing/documents.ts'
import { CLI_FOUND, CLI_MISSING, makeFacts, SIGNED_IN, SIGNED_OUT } from './testing/make-facts.ts'
import { makeReport } from '../testing/make-report.ts'

/*
 * Every JSON example of the documents in `README.md`, rendered from facts. `toEqual` requires the same keys and words;
 * a row whose value differs states the reason.
 */

type Json = Record<string, unknown>

const OF_001 = makeFacts({
  policy: {
    critical: ['proxy_service', 'claude_cli', 'oauth2_credentials'],
    exposeDegraded: false,
    serviceName: 'claude-proxy',
    defaultView: 'json',
  },
  reports: [SIGNED_IN, CLI_FOUND],
  performance: { ...makeFacts().performance, requests: { total: 1250, success: 1247, failed: 3 } },
})
const CLI_BROKEN = makeReport('claude_cli', 'warn', { cli_status: 'binary_found_but_errors' })

const ROWS_001: [string, (example: Json) => [actual: unknown, expected: unknown]][] = [
  ['healthy', (example) => [renderBasic(OF_001), example]],
  [
    'unhealthy',
    (example) => {
      const actual = renderBasic({ ...OF_001, reports: [SIGNED_IN, CLI_BROKEN] })
      return [actual, { ...example, details: { claude_cli_status: 'binary_found_but_errors' } }]
    },
  ],
  [
    'detailed, with the fields that the later examples add, and without CORS, which we do not do',
    (example) => {
      const { components, configuration } = example
      const actual = detailed(OF_001)
      const expected = {
        ...example,
        components: mergeComponents(components, actual['components']),
        configuration: { ...asJson(configuration), cors_enabled: false },
      }
      return [actual, expected]
    },
  ],
  [
    'claude_cli',
    (example) => {
      const expected = { ...asJson(example['claude_cli']), status: 'healthy', path: '/usr/local/bin/claude' }
      return [component(OF_001, 'claude_cli'), expected]
    },
  ],
  ['api_server', (example) => [component(OF_001, 'api_server'), example['api_server']]],
  [
    'authentication',
    (example) => [
      component(OF_001, 'authentication'),
      { ...asJson(example['authentication']), status: 'healthy' },
    ],
  ],
  ['CLI not found', (example) => [failure({ ...OF_001, reports: [SIGNED_IN, CLI_MISSING] }), example]],
  [
    'authentication failed, with the remedy that the document gives below it',
    (example) => {
      const actual = failure({ ...OF_001, reports: [SIGNED_OUT, CLI_FOUND] })
      return [actual, { ...example, details: { ...asJson(example['details']), remedy: 'claude auth login' } }]
    },
  ],
]

it('knows all JSON examples of 001; the last one, a busy port, is printed where nothing listens', () => {
  expect(jsonExamples(readDocument('001'))).toHaveLength(ROWS_001.length + 1)
})

it.each(ROWS_001.map(([name, row], index) => ({ name, row, index })))(
  'renders 001: $name',
  ({ row, index }) => {
    const [actual, expected] = row(asJson(jsonExamples(readDocument('001'))[index]))
    expect(normalise(actual)).toEqual(normalise(expected))
  },
)

const OF_002 = makeFacts({
  now: new Date('2025-01-17T10:30:00Z'),
  uptimeMs: 7_945_000,
  host: '127.0.0.1',
  port: 3456,
  providers: ['anthropic', 'openai'],
})
const ROUTE_KEYS = {
  provider: 'anthropic',
  model: null,
  base_url: 'https://api.anthropic.com',
  max_tokens: null,
}

const ROWS_002: [string, (example: Json) => [actual: unknown, expected: unknown]][] = [
  ['root, with the key of 003', (example) => [renderRoot(OF_002), { ...example, provider: 'anthropic' }]],
  ['health for strangers', (example) => [renderCcproxy({ ...OF_002, trusted: false }), example]],
  ['health for trusted callers', (example) => [renderCcproxy(OF_002), example]],
  [
    'status, with the keys of 003',
    (example) => [renderStatus({ ...OF_002, uptimeMs: 8_130_000 }), { ...example, ...ROUTE_KEYS }],
  ],
]

it('knows all JSON examples of 002', () => {
  expect(jsonExamples(readDocument('002'))).toHaveLength(ROWS_002.length)
})

it.each(ROWS_002.map(([name, row], index) => ({ name, row, index })))(
  'renders 002: $name',
  ({ row, index }) => {
    const [actual, expected] = row(asJson(jsonExamples(readDocument('002'))[index]))
    expect(normalise(actual)).toEqual(normalise(expected))
  },
)

const OF_003 = makeFacts({
  route: {
    provider: 'groq',
    model: 'moonshotai/kimi-k2-instruct',
    baseUrl: 'https://api.groq.com/openai/v1',
    maxTokens: 16_384,
    single: true,
  },
})

it('renders the three JSON examples of 003, and the lamp that its text has lost', () => {
  const [root, health, status, ...more] = jsonExamples(readDocument('003'))
  expect(more).toEqual([])
  const { message, ...rest } = asJson(root)
  expect(renderRoot(OF_003)).toEqual({ ...rest, message: repair(String(message)), version: '1.0.0' })
  expect(renderGroq(OF_003)).toEqual(health)
  expect(renderGroqStatus(OF_003)).toEqual(status)
})

it.each([
  ['HealthResponse', makeFacts()],
  ['DrainingResponse', makeFacts({ draining: true, inFlight: 3 })],
])('renders 004: %s', (schema, facts) => {
  const { timestamp, ...rest } = asJson(renderFork(facts))
  expect(rest).toEqual(schemaExamples(readDocument('004'), schema))
  expect(timestamp).toBe('2024-01-15T10:30:00.000Z')
})

it('has every field of 001, 002, 003 and 004 in the answer to a client that takes anything', () => {
  const healthy = asJson(renderSuperset(OF_002))
  const keys = [OF_001, OF_002, OF_003].flatMap((facts) => [
    ...Object.keys(renderBasic(facts)),
    ...Object.keys(renderCcproxy(facts)),
    ...Object.keys(renderGroq(facts)),
    ...Object.keys(renderFork(facts)),
  ])
  expect(Object.keys(healthy)).toEqual(expect.arrayContaining([...new Set(keys)]))
})

function failure(facts: HealthFacts): Json {
  const { status, error, details } = asJson(renderBasic(facts))
  return { status, error, details }
}

function detailed(facts: HealthFacts): Json {
  return asJson(renderDetailed(facts))
}

function component(facts: HealthFacts, name: string): unknown {
  return asJson(detailed(facts)['components'])[name]
}

/** The document's first example shows fewer fields than its later ones; those are taken from the rendered result. */
function mergeComponents(shown: unknown, rendered: unknown): Json {
  return Object.fromEntries(
    Object.entries(asJson(shown)).map(([name, fields]) => [
      name,
      { ...asJson(asJson(rendered)[name]), ...asJson(fields) },
    ]),
  )
}

/**
 * `status: { type: string, example: "draining" }` → { status: 'draining' }; properties without an example are omitted.
 */
function schemaExamples(text: string, schema: string): Json {
  const body =
    new RegExp(`^${schema}:\ntype: object\nproperties:\n((?:\\w+: \\{.*\\}\n)+)`, 'm').exec(text)?.[1] ?? ''
  const examples = [...body.matchAll(/^(\w+): \{.*example: ([^ }]+).*\}$/gm)]
  return Object.fromEntries(examples.map(([, name = '', value = '']) => [name, JSON.parse(value)]))
}

/** UTF-8 that was read as Windows-1252: `ðŸ’¡` → 💡 */
function repair(text: string): string {
  return text.replace('ðŸ’¡', '💡')
}

/** Truncates times to the second, as in the documents. */
function normalise(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(/(T\d\d:\d\d:\d\d)\.\d{3}Z/g, '$1Z'))
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
