import { describe, expect, it } from 'vitest'
import { redactCliOutput } from './redact-cli-output.ts'

describe('redactCliOutput', () => {
  it.each([
    ['ANTHROPIC_API_KEY=sk-ant-api03-abcdef is invalid', 'ANTHROPIC_API_KEY=[redacted] is invalid'],
    ['{"access_token": "abc123", "n": 1}', '{"access_token": "[redacted]", "n": 1}'],
    ['Authorization: Basic dXNlcjpwdw==', 'Authorization: [redacted]'],
    ['sent Bearer abcdef123456', 'sent Bearer [redacted]'],
    ['key sk-proj-99 refused', 'key [redacted] refused'],
    ['jwt eyJhbGciOi.eyJzdWIi.c2ln', 'jwt [redacted]'],
    ['no mail for jane.doe+x@example.co.uk', 'no mail for [e-mail]'],
    ['connect ECONNREFUSED 10.0.0.7:8443', 'connect ECONNREFUSED [address]'],
    ['proxy http://user:pw@proxy.local', 'proxy http://[redacted]@proxy.local'],
    ['password: hunter2', 'password: [redacted]'],
  ])('hides what is secret in %j', (text, shown) => {
    expect(redactCliOutput(text)).toBe(shown)
  })

  it('leaves an ordinary message alone', () => {
    const text = "SyntaxError: Unexpected token '<' at /usr/lib/cli.js:12"
    expect(redactCliOutput(text)).toBe(text)
  })

  it('keeps at most 500 characters', () => {
    expect(redactCliOutput('x'.repeat(100_000))).toHaveLength(500)
  })

  it('hides a secret that the cut at 500 characters would leave in part', () => {
    expect(redactCliOutput(`${'x'.repeat(480)} token=abcdefghijklmnopqrstuvwxyz`)).not.toContain('abc')
  })
})
