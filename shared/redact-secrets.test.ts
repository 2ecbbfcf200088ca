import { describe, expect, it } from 'vitest'
import { redactSecrets } from './redact-secrets.ts'

const CANARY = 'CANARY0123456789abcdef'

function redact(text: string, limit = 4_096): string {
  return redactSecrets(text, { limit, replace: (kind, prefix) => `${prefix}[${kind}]` })
}

describe('secrets', () => {
  it.each([
    'sk-ant-api03-',
    'sk-',
    'rk_live_',
    'gsk_',
    'xai-',
    'csk-',
    'fw_',
    'hf_',
    'nvapi-',
    'pplx-',
    'ghp_',
    'github_pat_',
    'glpat-',
    'xoxb-',
    'npm_',
    'AIza',
    'ya29.',
    'eyJhbGciOi.',
    'bearer ',
    'api_key=',
    'x-api-key: ',
    '{"access_token": "',
    String.raw`{\"client_secret\":\"`,
    'passwort: ',
    'Authorization: Token ',
    'AUTHORIZATION=Basic ',
    'Bearer%20',
    'secret_access_key=',
    'token%3D',
    '-----BEGIN RSA PRIVATE KEY-----\n',
    String.raw`-----BEGIN PRIVATE KEY-----\n`,
  ])('are replaced behind %j, in the middle of anything', (prefix) => {
    for (const before of ['', 'a ', '"', '%22', '%3D', String.raw`\n`, String.raw`\u0022`, '\u001b[31m']) {
      expect(redact(`${before}${prefix}${CANARY}`)).not.toContain('CANARY')
    }
  })

  it.each([
    `https://user:${CANARY}@host/x`,
    `https://${CANARY}@host/x`,
    String.raw`postgres:\/\/u:${CANARY}@host`,
    `//u:${CANARY}@host`,
    'AKIACANARY0123456789',
  ])('are replaced in %s', (text) => {
    expect(redact(text)).not.toContain('CANARY')
  })

  it.each([
    'claude-sonnet-4-5-20250929',
    'stop_sequence',
    'key_required',
    'const token = await next()',
    'read ECONNRESET 127.0.0.1:443',
    'https://api.anthropic.com/v1/messages?beta=true',
    'task-something-long-and-dashed',
  ])('are not seen in %s', (text) => {
    expect(redact(text)).toBe(text)
  })

  it('end with their key, and what follows stays', () => {
    expect(redact('-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY----- and more')).toBe(
      '[private-key] and more',
    )
  })
})

describe('the cut', () => {
  it.each([
    `https://user:${CANARY.repeat(200)}@host`,
    `sk-ant-${CANARY}`,
    `AIza${CANARY}`,
    `bearer ${CANARY}`,
    `eyJhbGciOi.${CANARY.repeat(100)}.sig`,
    `-----BEGIN PRIVATE KEY-----\n${CANARY.repeat(100)}`,
  ])('leaves no part of %s, wherever it falls', (secret) => {
    for (let shown = 0; shown < 60; shown++) {
      const text = `${'x '.repeat(500)}${secret} ${'y '.repeat(2_000)}`
      expect(redact(text, 1_000 + shown)).not.toContain('CAN')
    }
  })

  it('lets no secret in from behind when many before it were replaced', () => {
    const text = `sk-${'a'.repeat(100)} `.repeat(12) + `AIza${CANARY}`
    for (let limit = 200; limit < 320; limit++) expect(redact(text, limit)).not.toContain('CANARY')
  })

  it('keeps no more than the limit, and no half of a character', () => {
    expect(redact('a'.repeat(5_000))).toBe(`${'a'.repeat(4_096)}…`)
    expect(redact('😀'.repeat(3_000), 4_095)).toBe(`${'😀'.repeat(2_047)}…`)
  })
})
