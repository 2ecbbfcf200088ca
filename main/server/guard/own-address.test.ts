import { describe, expect, it } from 'vitest'
import { createOwnAddress } from './own-address.ts'

const own = () =>
  createOwnAddress({ port: 3456, allowedHosts: ['proxy.lan:3456'], listenOn: ['127.0.0.1', '::1'] })

describe('the address of this server', () => {
  it.each([
    ['http://127.0.0.1:3456/', true],
    ['http://127.9.9.9:3456/v1', true],
    ['http://localhost:3456/', true],
    ['http://[::1]:3456/', true],
    ['http://proxy.lan:3456/', true],
    ['http://127.0.0.1:3457/', false],
    ['http://127.evil.example:3456/', false],
    ['http://proxy.lan:80/', false],
    ['https://api.anthropic.com/', false],
  ])('%s → %s', (address, isSelf) => {
    expect(own().isSelf(new URL(address))).toBe(isSelf)
  })

  it('follows the port that is really listened on', () => {
    const address = own()
    address.listening(80)
    expect(address.port()).toBe(80)
    expect(address.isSelf(new URL('http://localhost/'))).toBe(true)
    expect(address.isSelf(new URL('http://localhost:3456/'))).toBe(false)
    expect(address.rules().hosts.has('localhost')).toBe(true)
    expect(address.rules().hosts.has('localhost:3456')).toBe(false)
  })
})
