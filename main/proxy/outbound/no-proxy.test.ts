import { describe, expect, it } from 'vitest'
import { createNoProxy } from './no-proxy.ts'

function isDirect(list: string, hostname: string, port = 443): boolean {
  return createNoProxy(list)({ hostname, port })
}

describe('an entry of NO_PROXY', () => {
  it.each([
    ['*', 'api.anthropic.com'],
    ['example.com', 'example.com'],
    ['example.com', 'api.example.com'],
    ['EXAMPLE.com', 'Api.Example.COM.'],
    ['.example.com', 'api.example.com'],
    ['*.example.com', 'a.b.example.com'],
    ['*example.com', 'myexample.com'],
    ['example.com:8443', 'example.com'],
    ['a, b  example.com,', 'example.com'],
    ['10.1.2.3', '10.1.2.3'],
    ['10.0.0.0/8', '10.200.0.1'],
    ['10.0.0.0/8', '::ffff:10.1.1.1'],
    ['fd00::/8', 'fd12::1'],
    ['fd12::1', 'fd12:0:0::1'],
    ['[fd12::1]:8443', 'fd12::1'],
    ['[fd12::1]', 'fd12::1'],
  ])('%s covers %s', (list, hostname) => {
    expect(isDirect(list, hostname, 8443)).toBe(true)
  })

  it.each([
    ['', 'example.com'],
    ['example.com', 'myexample.com'],
    ['example.com', 'example.com.evil.test'],
    ['.example.com', 'example.com'],
    ['*.example.com', 'example.com'],
    ['example.com:80', 'example.com'],
    ['[fd12::1]:80', 'fd12::1'],
    ['10.0.0.0/8', '11.0.0.1'],
    ['10.0.0.0/8', '10.example.com'],
    ['10.0.0.0/33', '10.0.0.1'],
    ['10.1.2.3', '10.1.2.34'],
    ['fd00::/8', '10.0.0.1'],
    ['0.0.0.0/0', 'fd12::1'],
  ])('%j does not cover %s', (list, hostname) => {
    expect(isDirect(list, hostname, 8443)).toBe(false)
  })
})

it.each(['localhost', 'LOCALHOST', 'db.localhost', '127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])(
  '%s is this machine, whatever the list says',
  (hostname) => {
    expect(isDirect('', hostname)).toBe(true)
  },
)
