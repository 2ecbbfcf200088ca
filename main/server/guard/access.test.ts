import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createAccess } from './access.ts'

const KEY = 'correct horse'
const withKey = createAccess({ apiKey: KEY, requireKeyOnLoopback: false })
const withoutKey = createAccess({ apiKey: undefined, requireKeyOnLoopback: false })
const strict = createAccess({ apiKey: KEY, requireKeyOnLoopback: true })

const OUTSIDE = '192.0.2.7'
const LOOPBACK = ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1']

function request(address: string, headers: Record<string, string> = {}): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: address })
  const message = new IncomingMessage(socket)
  message.rawHeaders = Object.entries(headers).flat()
  for (const [name, value] of Object.entries(headers)) message.headers[name.toLowerCase()] = value
  return message
}

describe.each(LOOPBACK)('from %s', (address) => {
  it('everybody is trusted, unless a key is asked for there too', () => {
    expect(withKey.isTrusted(request(address))).toBe(true)
    expect(withoutKey.isTrusted(request(address))).toBe(true)
    expect(strict.isTrusted(request(address))).toBe(false)
    expect(strict.isTrusted(request(address, { 'x-api-key': KEY }))).toBe(true)
  })
})

it.each([OUTSIDE, '::ffff:192.0.2.7', 'fd00::2', '10.127.0.0', '1127.0.0.1', '::2', ''])(
  'does not take %s for this machine',
  (address) => {
    expect(withKey.isLocal(request(address))).toBe(false)
    expect(withKey.isTrusted(request(address))).toBe(false)
    expect(withoutKey.isTrusted(request(address))).toBe(false)
  },
)

it.each([
  { 'x-api-key': KEY },
  { 'X-API-Key': KEY },
  { authorization: `Bearer ${KEY}` },
  { Authorization: `bearer  ${KEY} ` },
  { 'x-proxy-api-key': KEY },
])('lets another machine in with %j', (headers) => {
  expect(withKey.isTrusted(request(OUTSIDE, headers))).toBe(true)
})

it.each([
  { 'x-api-key': 'wrong' },
  { 'x-api-key': `${KEY}x` },
  { 'x-api-key': KEY.slice(0, -1) },
  { 'x-api-key': '' },
  { authorization: `Basic ${KEY}` },
  { authorization: 'Bearer' },
  { cookie: KEY },
  { 'x-forwarded-for': '127.0.0.1' },
  { forwarded: 'for=127.0.0.1' },
  { 'x-real-ip': '127.0.0.1', 'x-forwarded-host': 'localhost' },
  { 'x-api-key': KEY.toUpperCase() },
])('does not let another machine in with %j', (headers) => {
  expect(withKey.isTrusted(request(OUTSIDE, headers))).toBe(false)
})

it('refuses an empty key where none is set', () => {
  for (const value of ['', 'undefined', 'Bearer undefined'])
    expect(withoutKey.isTrusted(request(OUTSIDE, { authorization: value, 'x-api-key': value }))).toBe(false)
})

it.each([
  'x-forwarded-for',
  'X-Forwarded-Host',
  'x-forwarded-proto',
  'x-real-ip',
  'forwarded',
  'Via',
  'cf-connecting-ip',
  'true-client-ip',
])('asks those behind a reverse proxy on this machine for the key, seen by %s', (name) => {
  const headers = { [name]: '203.0.113.9' }
  expect(withKey.isTrusted(request('127.0.0.1', headers))).toBe(false)
  expect(withKey.isTrusted(request('127.0.0.1', { ...headers, 'x-api-key': KEY }))).toBe(true)
  expect(withoutKey.isTrusted(request('127.0.0.1', headers))).toBe(true)
})

it('finds every header that carries the key, and none that carries another credential', () => {
  const raw = ['X-Api-Key', 'sk-ant-1', 'Authorization', `Bearer ${KEY}`, 'x-proxy-api-key', KEY]
  expect(withKey.keyHeaders(raw)).toEqual(['authorization', 'x-proxy-api-key'])
  expect(withoutKey.keyHeaders(raw)).toEqual([])
})
