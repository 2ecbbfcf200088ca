import { expect, test } from 'vitest'
import { parseClaude } from './parse-claude.ts'

const FULL = {
  claudeAiOauth: {
    accessToken: 'sk-ant-oat01-x',
    refreshToken: 'sk-ant-ort01-x',
    expiresAt: 1_795_000_000_000,
    scopes: ['user:inference', 'user:profile'],
    subscriptionType: 'max',
    tokenType: 'Bearer',
  },
  mcpOAuth: { x: { accessToken: 'other' } },
  organizationUuid: 'o',
}

const parse = (value: unknown) => parseClaude(JSON.stringify(value))
const withOauth = (change: object) => parse({ claudeAiOauth: { ...FULL.claudeAiOauth, ...change } })

test('keeps the end, the plan and whether it renews, and nothing else', () => {
  expect(parse(FULL)).toStrictEqual({
    kind: 'login',
    login: { expiresAt: 1_795_000_000_000, renewable: true, plan: 'max' },
  })
})

test.each([{ expiresAt: null }, { expiresAt: undefined }])('takes a missing end as none: %o', (change) => {
  expect(withOauth(change)).toMatchObject({ kind: 'login', login: { expiresAt: null } })
})

test.each([
  ['an empty access token', { accessToken: '' }],
  ['no access token', { accessToken: undefined }],
  ['an end that is not a number', { expiresAt: '2026-01-01' }],
  ['scopes without inference, which Claude Code does not use either', { scopes: ['user:profile'] }],
])('calls %s unusable', (_name, change) => {
  expect(withOauth(change)).toStrictEqual({ kind: 'unusable' })
})

test('does not take an MCP server’s token for a sign-in', () => {
  expect(parse({ mcpOAuth: { claudeAiOauth: FULL.claudeAiOauth } })).toStrictEqual({ kind: 'signed_out' })
})

test.each(['', '{"claudeAiOauth":{"acc', 'not json', '\u{feff}{}'])('calls %j malformed', (text) => {
  expect(parseClaude(text)).toStrictEqual({ kind: 'malformed' })
})

test.each(['[]', 'null', '7', '{"claudeAiOauth":[]}'])(
  'calls %s unusable, since it is sound JSON',
  (text) => {
    expect(parseClaude(text)).toStrictEqual({ kind: 'unusable' })
  },
)

test('drops a plan that is not one plain word', () => {
  expect(withOauth({ subscriptionType: 'sk-ant-oat01-secret' })).toMatchObject({ login: { plan: null } })
})

test('is malformed at every byte at which a write can stop', () => {
  const text = JSON.stringify(FULL)
  for (let end = 0; end < text.length; end += 1) {
    expect(parseClaude(text.slice(0, end)).kind).toBe('malformed')
  }
})
