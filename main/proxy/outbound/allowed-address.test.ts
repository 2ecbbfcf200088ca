import { describe, expect, it } from 'vitest'
import { isAllowedAddress, lookupAllowed } from './allowed-address.ts'

const FORBIDDEN = [
  '169.254.169.254',
  '169.254.0.1',
  'fe80::1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '64:ff9b::169.254.169.254',
  '2002:a9fe:a9fe::1',
  'fd00:ec2::254',
  'fd20:ce::254',
  '100.100.100.200',
]

describe('isAllowedAddress', () => {
  it.each(FORBIDDEN)('forbids %s', (address) => {
    expect(isAllowedAddress(address)).toBe(false)
  })

  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '192.168.1.2',
    '::1',
    'fd12::1',
    '100.100.100.201',
    '8.8.8.8',
    'api.anthropic.com',
    '',
  ])('allows %j', (address) => {
    expect(isAllowedAddress(address)).toBe(true)
  })
})

describe('lookupAllowed', () => {
  const look = (hostname: string, all: boolean) =>
    new Promise((resolve) => {
      lookupAllowed(hostname, { all }, (error, address) => resolve(error === null ? address : error))
    })

  it.each([true, false])('refuses a name that leads to a forbidden address (all: %s)', async (all) => {
    expect(await look('169.254.169.254', all)).toMatchObject({ code: 'upstream_forbidden' })
    expect(await look('fe80::1', all)).toMatchObject({ code: 'upstream_forbidden' })
  })

  it('gives what the system gives otherwise', async () => {
    expect(await look('127.0.0.1', true)).toEqual([{ address: '127.0.0.1', family: 4 }])
    expect(await look('127.0.0.1', false)).toBe('127.0.0.1')
    expect(await look('no.such.name.invalid', true)).toMatchObject({ syscall: 'getaddrinfo' })
  })
})
