import { describe, expect, it } from 'vitest'
import { redactExportedText } from './redact-exported-text.ts'

const CANARY = 'CANARY0123456789abcdefCANARY'

describe('redactExportedText', () => {
  it.each([
    `x-api-key: sk-ant-api03-${CANARY}`,
    `Authorization: Bearer ${CANARY}`,
    `https://user:${CANARY}@proxy.example/path`,
    `https://proxy.example/?api_key=${CANARY}&x=1`,
    `AIza${CANARY}`,
    `ghp_${CANARY}`,
    'AKIAIOSFODNN7CANARY1',
    `{"token":"${CANARY}"}`,
    `{\\"password\\": \\"${CANARY}\\"}`,
    `ANTHROPIC_API_KEY=${CANARY}`,
    `eyJhbGciOiJ9.${CANARY}.${CANARY}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n-----END RSA PRIVATE KEY-----`,
    `mail CANARY.smith+x@example.co.uk now`,
    '/home/CANARY/project/a.ts',
    '/Users/CANARY/Library',
    String.raw`C:\\Users\\CANARY\\code`,
    '{"metadata":{"user_id":"user_CANARY_account_1_session_2"}}',
  ])('leaves no trace of it in %s', (text) => {
    expect(redactExportedText(text)).not.toContain('CANARY')
  })

  it.each([
    'claude-sonnet-4-5-20250929',
    'const token = await next()',
    '/usr/local/lib/node_modules/x',
    '/home/',
    'a@b',
    'sk-1',
    '{"type":"text","text":"How are you?"}',
    'https://api.anthropic.com/v1/messages?beta=true',
  ])('leaves %s as it is', (text) => {
    expect(redactExportedText(text)).toBe(text)
  })

  it.each([
    'a',
    '/',
    ' ',
    '-',
    '@',
    'eyJ',
    'sk-',
    'bearer ',
    'token=',
    '-----BEGIN ',
    'a.',
    '/home/',
    '\\',
    'x://',
  ])('comes back from a megabyte of "%s"', (piece) => {
    const before = performance.now()
    redactExportedText(piece.repeat(1_000_000 / piece.length))
    expect(performance.now() - before).toBeLessThan(5_000)
  })
})
