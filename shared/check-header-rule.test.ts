import { describe, expect, it } from 'vitest'
import { checkHeaderRule } from './check-header-rule.ts'
import type { HeaderRule } from './live-settings.ts'

const rule = (change: Partial<HeaderRule>): HeaderRule => ({
  header: 'x-team',
  action: 'set',
  value: 'v',
  enabled: true,
  ...change,
})

describe('checkHeaderRule', () => {
  it.each([
    rule({}),
    rule({ value: '' }),
    rule({ value: 'tab\tand é', header: "!#$%&'*+-.^_`|~9A" }),
    rule({ action: 'block', header: 'anthropic-beta' }),
    rule({ action: 'replace', find: '', value: '' }),
    rule({ value: 'x'.repeat(8_192) }),
  ])('takes %j', (good) => {
    expect(checkHeaderRule(good)).toEqual([])
  })

  it.each([
    ['header', rule({ header: '' })],
    ['header', rule({ header: 'x team' })],
    ['header', rule({ header: ':path' })],
    ['header', rule({ header: 'x\r\ny' })],
    ['header', rule({ header: 'naïve' })],
    ['value', rule({ value: 'a\r\nX: b' })],
    // Truncated to bytes, these two letters are CR and LF.
    ['value', rule({ value: 'a\u010d\u010ab' })],
    ['value', rule({ value: 'a\0b' })],
    ['value', rule({ value: 'a\u007fb' })],
    ['value', rule({ value: '日本' })],
    ['value', rule({ value: 'x'.repeat(8_193) })],
    ['value', { header: 'x', action: 'set', enabled: true } as const],
    ['find', rule({ action: 'replace' })],
    ['find', rule({ action: 'replace', find: 'a\nb' })],
  ])('names the field %s of %j', (field, bad) => {
    expect(checkHeaderRule(bad).map((problem) => problem.field)).toEqual([field])
  })

  it.each([
    'Host',
    'Content-Length',
    'transfer-encoding',
    'CONNECTION',
    'Keep-Alive',
    'Proxy-Authorization',
    'Expect',
    'Upgrade',
    'TE',
    'Trailer',
    '__proto__',
  ])('lets no rule of any kind touch %s', (header) => {
    expect(checkHeaderRule(rule({ header }))).toHaveLength(1)
    expect(checkHeaderRule(rule({ header, action: 'block' }))).toHaveLength(1)
  })
})
