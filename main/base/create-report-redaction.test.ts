import { describe, expect, it } from 'vitest'
import { createReportRedaction } from './create-report-redaction.ts'

const SECRET = 'p4ss/w+rd"1'
const redaction = createReportRedaction({
  secrets: () => [SECRET, 'p4ss', 'abc'],
  homes: ['/home/ann', '/mnt/disk/ann'],
})

describe('a redacted text', () => {
  it.each([
    ['as it is', `the password ${SECRET} is wrong`],
    ['as part of an address', `http://ann:${encodeURIComponent(SECRET)}@proxy:8080`],
    ['as part of JSON', JSON.stringify({ x: SECRET })],
    ['as a key of a service', 'Bearer sk-ant-hunter2hunter2'],
    ['as an address of a person', 'mail ann.hunter2@example.com'],
  ])('has no secret %s', (_how, dirty) => {
    expect(redaction.text(dirty)).not.toMatch(/w\+rd|w%2Brd|p4ss|hunter2/)
    expect(redaction.text(dirty)).toContain('…')
  })

  it('keeps words that are as short as some secret', () => {
    expect(redaction.text('abc')).toBe('abc')
  })

  it('has ~ for the home, wherever it is', () => {
    expect(redaction.text('/home/ann/.claude and /mnt/disk/ann/x')).toBe('~/.claude and ~/x')
  })

  it('is not another one than it looks like, and not endless', () => {
    expect(redaction.text('a\u001b[31mb\u202ec\nd\te')).toBe('a\ufffd[31mb\ufffdc\nd\te')
    expect(redaction.text('x'.repeat(1_000_000)).length).toBeLessThan(5_000)
    // A secret that crosses the cut is matched before cutting.
    expect(redaction.text(`${'x'.repeat(3_997)}${SECRET}`)).not.toContain('p4')
  })

  it('follows secrets that are set later', () => {
    let secrets = ['first-secret']
    const later = createReportRedaction({ secrets: () => secrets })
    expect(later.text('first-secret second-secret')).toBe('… second-secret')
    secrets = ['second-secret']
    expect(later.text('first-secret second-secret')).toBe('first-secret …')
  })
})

describe('a redacted value', () => {
  it('keeps its form, and hides what a name announces', () => {
    const dirty = {
      apiKey: 'x',
      'x-api-key': 'x',
      Authorization: 'x',
      refresh_token: 'x',
      nested: [{ password: 'x', keyIsSet: true, port: 1, none: null, input_tokens: 7, empty: '' }],
      [`name ${SECRET}`]: 'ok',
    }
    expect(redaction.value(dirty)).toEqual({
      apiKey: '…',
      'x-api-key': '…',
      Authorization: '…',
      refresh_token: '…',
      nested: [{ password: '…', keyIsSet: true, port: 1, none: null, input_tokens: 7, empty: '' }],
      'name …': 'ok',
    })
  })

  it('ends where it is nested too deep', () => {
    const deep: { deep?: unknown } = {}
    deep.deep = deep
    expect(JSON.stringify(redaction.value(deep)).length).toBeLessThan(200)
  })
})
