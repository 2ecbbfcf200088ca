import { expect, it } from 'vitest'
import { createOwnSecrets } from './own-secrets.ts'

const KEY = 'proxy-key+/=1'
const PASSWORD = 'open: sésame'
const secrets = createOwnSecrets([KEY, PASSWORD, undefined, ''])
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
])('knows a secret of ours in %s: %s', (name, value) => {
  expect(secrets.headers(['accept', '*/*', name, value])).toEqual([name.toLowerCase()])
})

it.each([
  ['authorization', 'Bearer sk-ant-oat01-x'],
  ['authorization', basic('user:gateway password')],
  ['x-api-key', `${KEY}2`],
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
  ['/v1/messages?beta=true&&x', '/v1/messages?beta=true&&x'],
  ['/v1/messages?', '/v1/messages?'],
  ['/v1/messages', '/v1/messages'],
])('cleans %s', (target, clean) => {
  expect(secrets.cleanTarget(target)).toBe(clean)
})

it('has nothing to do where there is no secret', () => {
  const none = createOwnSecrets([undefined, ''])
  expect(none.headers(['authorization', '', 'x-api-key', 'a'])).toEqual([])
  expect(none.cleanTarget('/v1/x?=&a=')).toBe('/v1/x?=&a=')
})
