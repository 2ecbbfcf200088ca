import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createOwnSecrets } from './own-secrets.ts'

const KEY = 'proxy-key+/=1'
const PASSWORD = 'open: sésame'
/** Has a character of two units. */
const EURO = 'pay 100 €🔑 now'
const secrets = createOwnSecrets([KEY, PASSWORD, EURO, undefined, ''])
const unicode = (text: string) =>
  Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0'))
    .map((unit) => `%u${unit}`)
    .join('')
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

it.each([
  ['authorization', basic(`u:${PASSWORD}`)],
  ['Authorization', basic(PASSWORD)],
  ['authorization', basic(`${KEY}:`)],
  ['authorization', basic(`:${KEY}`)],
  ['authorization', `basic   ${Buffer.from(`u:${PASSWORD}`).toString('base64')} `],
  ['authorization', `Bearer ${KEY}`],
  ['authorization', `Token ${KEY}`],
  ['authorization', `Basic ${KEY}`],
  ['authorization', KEY],
  ['x-api-key', KEY],
  ['api-key', ` ${KEY} `],
  ['x-goog-api-key', KEY],
  ['x-anything', PASSWORD],
  ['authorization', `Bearer "${KEY}"`],
  ['authorization', `Bearer ${KEY}, Bearer x`],
  ['authorization', `Bearer ${KEY},`],
  ['x-foo', `key=${KEY}`],
  ['x-foo', `a;key=${encodeURIComponent(encodeURIComponent(encodeURIComponent(KEY)))}`],
  ['authorization', `Bearer ${basic(`u:${PASSWORD}`)}`],
  ['authorization', `Basic ${Buffer.from(`u:${PASSWORD}`, 'latin1').toString('base64')}`],
  ['x-api-key', Buffer.from(PASSWORD).toString('latin1')],
  ['x-any', `abc.${Buffer.from(`{"k":"${KEY}"}`).toString('base64url')}.def`],
  [KEY, 'x'],
])('knows a secret of ours in %s: %s', (name, value) => {
  expect(secrets.headers(['accept', '*/*', name, value])).toEqual([name.toLowerCase()])
})

it.each([
  ['authorization', 'Bearer sk-ant-oat01-x'],
  ['authorization', basic('user:gateway password')],
  ['x-api-key', KEY.slice(1)],
  ['user-agent', ''],
  ['x-long', 'y'.repeat(60_000)],
])('leaves %s: %s alone', (name, value) => {
  expect(secrets.headers([name, value])).toEqual([])
})

it.each([
  [`/v1/messages?x-api-key=${encodeURIComponent(KEY)}`, '/v1/messages'],
  [`/v1/messages?beta=true&key=${encodeURIComponent(KEY)}&a=b`, '/v1/messages?beta=true&a=b'],
  [`/v1/messages?${encodeURIComponent(KEY)}`, '/v1/messages'],
  [`/v1/messages?auth=Bearer%20${encodeURIComponent(KEY)}`, '/v1/messages'],
  [`/v1/messages?auth=Bearer+${encodeURIComponent(KEY)}`, '/v1/messages'],
  [`/v1/messages?a=${encodeURIComponent(PASSWORD)}&a=%zz`, '/v1/messages?a=%zz'],
  [`/v1/x?a==${KEY}`, '/v1/x'],
  [`/v1/x?a=%22${encodeURIComponent(KEY)}%22`, '/v1/x'],
  [`/v1/x?b=c&a=x;key=${encodeURIComponent(KEY)}`, '/v1/x?b=c'],
  [`/v1/x?a=${encodeURIComponent(encodeURIComponent(PASSWORD))}`, '/v1/x'],
  [`/v1/x?a=%2570roxy-key%252b/=1`, '/v1/x'],
  [`/v1/x?a=${escape(PASSWORD)}`, '/v1/x'],
  [`/v1/x?a=${unicode(PASSWORD)}&b=%u00zz`, '/v1/x?b=%u00zz'],
  [`/v1/x?a=${escape(EURO)}`, '/v1/x'],
  [`/v1/x?a=${unicode(EURO)}`, '/v1/x'],
  ['/v1/messages?beta=true&&x', '/v1/messages?beta=true&&x'],
  ['/v1/messages?', '/v1/messages?'],
  ['/v1/messages', '/v1/messages'],
])('cleans %s', (target, clean) => {
  expect(secrets.cleanTarget(target)).toBe(clean)
})

it.each([
  [`/v1/${KEY}/x`, true],
  [`/v1/${encodeURIComponent(KEY)}`, true],
  [`/v1/a${encodeURIComponent(encodeURIComponent(PASSWORD))}b/x?y=z`, true],
  [`/v1/x;key=${KEY}`, true],
  [`/v1/${Buffer.from(`u:${PASSWORD}`).toString('base64')}`, true],
  [`/v1/x?a=${encodeURIComponent(KEY)}`, false],
  ['/v1/messages?beta=true', false],
  ['/v1/x%zz/%', false],
])('looks for a secret in the path of %s: %s', (target, is) => {
  expect(secrets.isInPath(target)).toBe(is)
})

it('finds a long secret in base64 wherever it begins, and whatever stands around it', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 12, maxLength: 80 })
  const around = fc.string({ unit: 'binary', maxLength: 9 })
  const property = fc.property(text, around, around, (secret, before, after) => {
    const own = createOwnSecrets([secret])
    for (const encoding of ['base64', 'base64url'] as const) {
      const coded = Buffer.from(before + secret + after).toString(encoding)
      expect(own.headers(['x', `y="${coded}"`])).toEqual(['x'])
    }
  })
  fc.assert(property, { numRuns: 40 })
})

it('takes a short secret for one only where it is the value', () => {
  const short = createOwnSecrets(['open', 'messages', 'sésame'])
  const latin1 = Buffer.from('sésame').toString('latin1')
  const raw = [
    'a',
    'Token open',
    'b',
    'reopen',
    'c',
    `Bearer ${basic('u:open')}`,
    'd',
    latin1,
    'e',
    'sésame',
    'open',
    '',
  ]
  expect(short.headers(raw)).toEqual(['a', 'c', 'd', 'e'])
  expect(short.cleanTarget('/v1/x?a=open&b=reopen&open')).toBe('/v1/x?b=reopen')
  expect(short.isInPath('/v1/messages/batches')).toBe(false)
})

const SESAME = 'opensésam'
const sesame = createOwnSecrets([SESAME])
const bytes = (text: string) => Buffer.from(text).toString('latin1')
const coded = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('base64')

it.each([
  ['no padding, and a second scheme', `Basic ${coded(`u:${SESAME}`).replaceAll('=', '')}, Bearer x`],
  ['a second scheme before', `Bearer x, Basic ${coded(`u:${SESAME}`)}`],
  ['no space', `Basic${coded(`u:${SESAME}`)}`],
  ['an equals sign', `Basic=${coded(`u:${SESAME}`)}`],
  ['quotes', `Basic "${coded(`u:${SESAME}`)}"`],
  ['no scheme', coded(`u:${SESAME}`)],
  ['a NUL at the end', `Basic ${coded(`u:${SESAME}\0`)}`],
  ['a line feed at the end', `Basic ${coded(`u:${SESAME}\n`)}`],
  ['combining accents', `Basic ${coded(`u:${SESAME.normalize('NFD')}`)}`],
  ['combining accents without base64', bytes(SESAME.normalize('NFD'))],
  ['Latin-1', `Basic ${coded(`u:${SESAME}`, 'latin1')}`],
  ['UTF-16', `Basic ${coded(`u:${SESAME}`, 'utf16le')}`],
  ['hexadecimal', Buffer.from(SESAME).toString('hex')],
  ['a parameter', `a=x;key=${bytes(SESAME)}`],
  ['a quoted parameter', `Digest username="u", response="${bytes(SESAME)}"`],
  ['JSON', JSON.stringify({ password: bytes(SESAME) })],
  ['an extended parameter', `filename*=UTF-8''${encodeURIComponent(SESAME)}`],
  ['an encoded word', `=?utf-8?B?${coded(SESAME)}?=`],
  ['base64 of base64', `key=${coded(`a:${coded(`u:${SESAME}`)}`)}`],
  ['base64 of base64 of its credentials', `Basic ${coded(coded(`u:${SESAME}`))}`],
  ['base64 of hexadecimal', coded(`x${Buffer.from(SESAME).toString('hex')}`)],
  ['hexadecimal of base64', Buffer.from(coded(SESAME)).toString('hex')],
  ['Unicode escapes', unicode(SESAME)],
  ['escapes of JavaScript', `a=${escape(SESAME)}`],
])('knows a password of nine characters with %s', (_how, value) => {
  expect(sesame.headers(['x-any', value])).toEqual(['x-any'])
})

it('knows a short secret in Basic credentials, whatever ends them', () => {
  const short = createOwnSecrets(['open'])
  for (const end of ['', '\0', '\n', '\r\n'])
    expect(short.headers(['authorization', `Basic ${coded(`u:open${end}`)}`])).toEqual(['authorization'])
  const bare = coded('u:open').replaceAll('=', '')
  expect(short.headers(['authorization', `Basic ${bare}, Bearer x`])).toEqual(['authorization'])
})

it('takes a word of a known header for no password, nor part of a word', () => {
  const words = createOwnSecrets(['external', 'messages', 'batches', 'anthropic'])
  const raw = [
    'user-agent',
    'claude-cli/2.1 (external, cli)',
    'anthropic-beta',
    'messages,x',
    'x-any',
    'reexternal',
  ]
  expect(words.headers(raw)).toEqual([])
  expect(words.headers(['x-any', 'a, external'])).toEqual(['x-any'])
  expect(words.isInPath('/v1/messages/batches/x')).toBe(false)
  expect(words.isInPath('/v1/external/x')).toBe(true)
  expect(words.cleanTarget('/v1/x?a=b,external&c=d')).toBe('/v1/x?c=d')
})

it('lets what Claude Code asks for pass, whatever the password is', () => {
  const own = createOwnSecrets(['count_tokens', '/v1/messages'])
  expect(own.isInPath('/v1/messages/count_tokens?beta=true')).toBe(false)
  expect(own.isInPath('/v1/messages')).toBe(false)
})

it('takes a query away that has a secret with separators of its own', () => {
  const own = createOwnSecrets(['some&long=secret?'])
  expect(own.cleanTarget('/v1/x?b=c&a=some&long=secret?')).toBe('/v1/x')
})

/** The minimum of several runs: a loaded machine only adds to the cost. In ms of CPU. */
function costOf(run: () => void): number {
  const times = Array.from({ length: 15 }, () => {
    const before = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

it.each([
  ['words', 'a word, and another; '],
  ['escapes', '%2525%41'],
  ['letters', 'proxy-ke'],
  ['parameters', 'a=b+c&'],
])('searches 64 kB of %s in a moment', (_what, unit) => {
  const raw = Array.from({ length: 64 }, (_, i) => [`x-${i}`, unit.repeat(1024 / unit.length)]).flat()
  const target = `/v1/x?${unit.repeat((64 * 1024) / unit.length)}`
  const headers = costOf(() => expect(secrets.headers(raw)).toEqual([]))
  const query = costOf(() => expect(secrets.cleanTarget(target)).toBe(target))
  expect(headers).toBeLessThan(5)
  expect(query).toBeLessThan(5)
})

it('has nothing to do where there is no secret', () => {
  const none = createOwnSecrets([undefined, ''])
  expect(none.headers(['authorization', '', 'x-api-key', 'a'])).toEqual([])
  expect(none.cleanTarget('/v1/x?=&a=')).toBe('/v1/x?=&a=')
  expect(none.isInPath('/v1/x')).toBe(false)
})
