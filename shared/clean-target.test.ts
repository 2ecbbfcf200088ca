import { describe, expect, it } from 'vitest'
import { cleanName, cleanPath, cleanQuery, splitTarget } from './clean-target.ts'

const SECRET = 'sk-ant-api03-CANARY-0123456789abcdef'
const coded = (text: string) =>
  text.replaceAll(/./g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
const query = (text: string) => cleanQuery(text, () => '…')

describe('a path', () => {
  it.each([
    `/v1/${SECRET}`,
    `/v1/x${encodeURIComponent(`:${SECRET}`)}`,
    `/v1/${coded(SECRET)}`,
    `/v1/${coded(coded(SECRET))}`,
    `/v1/${coded(coded(coded(coded(coded(SECRET)))))}`,
    '/v1/https://user:CANARY@host/x',
    `/v1/${coded('//user:CANARY@host')}`,
    '/v1/token=CANARY123456',
    `${'/a'.repeat(510)}/${SECRET}`,
  ])('shows nothing of a key in %s', (path) => {
    const shown = cleanPath(path)
    expect(shown).not.toMatch(/CANARY/)
    expect(decodeURIComponent(decodeURIComponent(shown))).not.toMatch(/CANARY/)
  })

  it.each([
    '/v1/messages',
    '/v1/messages/count_tokens',
    '/v1/files/file_011CNha8iCJcU1wXNR6q4V8w/content',
    '/',
    '',
  ])('stays %s where there is none', (path) => expect(cleanPath(path)).toBe(path))

  it('is cut', () => {
    expect(cleanPath(`/${'a'.repeat(60_000)}`)).toHaveLength(1_025)
    expect(cleanPath('/'.repeat(60_000)).length).toBeLessThan(100)
  })
})

describe('a query', () => {
  it.each([
    [`${SECRET}=1`, '…=…'],
    [SECRET, '…'],
    ['TOKEN', '…'],
    ['hunter2', '…'],
    [`beta=${coded(SECRET)}`, 'beta=…'],
    [`beta=${'x'.repeat(300)}`, 'beta=…'],
    [`x=${SECRET}`, 'x=…'],
    ['AbC123=1', '…=…'],
    [`${coded(SECRET)}=1&beta=true`, '…=…&beta=true'],
    ['beta=a=b', 'beta=a=b'],
  ])('of %s becomes %s', (text, shown) => expect(query(text)).toBe(shown))

  it.each(['beta=true', 'beta=true&limit=5', 'beta', '', 'after_id=msg_0123', '&'])(
    'stays %j where nothing can be a secret',
    (text) => expect(query(text)).toBe(text),
  )

  it('shows names that are words', () => {
    expect(query('key=1&api_key=2&x-goog-api-key=3&maxTokens=4')).toBe(
      'key=…&api_key=…&x-goog-api-key=…&maxTokens=…',
    )
  })

  it('ends after 64 parameters', () => {
    expect(query('a=1&'.repeat(20_000))).toBe(`${'a=…&'.repeat(64)}…`)
  })
})

it('splits a target at its first question mark', () => {
  expect(splitTarget('/v1/x?a=1?b')).toEqual({ path: '/v1/x', query: 'a=1?b' })
  expect(splitTarget('/v1/x')).toEqual({ path: '/v1/x', query: undefined })
})

it('keeps a name short and without a key', () => {
  expect(cleanName('claude-sonnet-4-5-20250929')).toBe('claude-sonnet-4-5-20250929')
  expect(cleanName('x'.repeat(4_000_000))).toBe(`${'x'.repeat(200)}…`)
  expect(cleanName(`${SECRET},x`)).not.toContain('CANARY')
})
