import { describe, expect, it } from 'vitest'
import { loopbackUrl, sameAddress } from './address.ts'

describe('loopbackUrl', () => {
  it.each([
    'http://127.0.0.1:3456',
    'http://localhost:1',
    'http://[::1]/x',
    'http://127.1:80',
    'http://a.localhost:1',
  ])('is the address for %s', (address) => {
    expect(loopbackUrl(address)?.href).toBe(new URL(address).href)
  })

  it.each(['http://127.evil.example:3456', 'http://10.0.0.1', 'http://localhost.example', 'no address'])(
    'is undefined for %s',
    (address) => {
      expect(loopbackUrl(address)).toBeUndefined()
    },
  )
})

describe('sameAddress', () => {
  it.each(['http://localhost:3456', 'http://[::1]:3456/', 'http://127.1:3456', 'HTTP://LOCALHOST:3456//'])(
    'is true for the names of loopback: %s',
    (address) => {
      expect(sameAddress('http://127.0.0.1:3456', address)).toBe(true)
    },
  )

  it.each([
    'http://127.evil.example:3456',
    'http://127.0.0.1:3457',
    'https://127.0.0.1:3456',
    'http://127.0.0.1:3456/v1',
    // The server rejects this `Host`, so the address does not reach it.
    'http://a.localhost:3456',
  ])('is false for %s', (address) => {
    expect(sameAddress('http://127.0.0.1:3456', address)).toBe(false)
  })
})
