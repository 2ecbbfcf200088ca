import { expect, test } from 'vitest'
import { parseCodex } from './parse-codex.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = (claims: object) => `${part({ alg: 'none' })}.${part(claims)}.sig`
const tokens = (access_token: string, rest: object = { refresh_token: 'r' }) =>
  parseCodex(JSON.stringify({ OPENAI_API_KEY: null, tokens: { access_token, id_token: jwt({}), ...rest } }))

test('takes the end, in seconds, and the plan out of the access token', () => {
  const claims = { exp: 1_795_000_000, 'https://api.openai.com/auth': { chatgpt_plan_type: 'plus' } }
  expect(tokens(jwt(claims))).toStrictEqual({
    kind: 'login',
    login: { expiresAt: 1_795_000_000_000, renewable: true, plan: 'plus' },
  })
})

test('reads claims with characters beyond ASCII, and base64url ones', () => {
  expect(tokens(jwt({ name: 'Žofie ✓~~~???', exp: 5 }))).toMatchObject({ login: { expiresAt: 5000 } })
})

test.each(['opaque', 'a.b', 'a.!!!.c', `x.${part([])}.y`, 'a.b.c.d'])('knows no end of %s', (token) => {
  expect(tokens(token)).toMatchObject({ kind: 'login', login: { expiresAt: null } })
})

test('does not guess about an end that is no number', () => {
  expect(tokens(jwt({ exp: '1' }))).toStrictEqual({ kind: 'unusable' })
})

test('tells an API key from an account, and prefers the account', () => {
  expect(parseCodex('{"OPENAI_API_KEY":"sk-x"}')).toStrictEqual({ kind: 'api_key' })
  expect(parseCodex('{"OPENAI_API_KEY":"sk-x","tokens":{"access_token":"t"}}')).toMatchObject({
    kind: 'login',
  })
})

test.each([
  ['{}', 'signed_out'],
  ['{"OPENAI_API_KEY":null,"tokens":null}', 'signed_out'],
  ['{"tokens":{"id_token":"x"}}', 'unusable'],
  ['[]', 'unusable'],
  ['{"tok', 'malformed'],
])('calls %s %s', (text, kind) => {
  expect(parseCodex(text)).toStrictEqual({ kind })
})
