import { describe, expect, it } from 'vitest'
import { createOutboundProxies, type OutboundSettings } from './outbound-proxy.ts'

function proxyFor(upstream: string, settings: Partial<OutboundSettings>) {
  return createOutboundProxies({ httpsProxy: undefined, httpProxy: undefined, noProxy: '', ...settings })(
    new URL(upstream),
  )
}

describe('createOutboundProxies', () => {
  it('takes the proxy of the upstream’s scheme', () => {
    const both = { httpsProxy: 'http://secure:1', httpProxy: 'http://plain:2' }
    expect(proxyFor('https://a.test', both)?.origin).toBe('http://secure:1')
    expect(proxyFor('http://a.test', both)?.origin).toBe('http://plain:2')
    expect(proxyFor('http://a.test', { httpsProxy: 'http://secure:1' })).toBeUndefined()
  })

  it('goes directly where the list says so, by the port that is meant', () => {
    const settings = { httpsProxy: 'http://p:1', noProxy: 'a.test:443 [fd00::1]' }
    expect(proxyFor('https://a.test', settings)).toBeUndefined()
    expect(proxyFor('https://a.test:8443', settings)).toBeDefined()
    expect(proxyFor('https://[fd00::1]:9', settings)).toBeUndefined()
  })

  it('keeps the sign-in out of the address', () => {
    expect(proxyFor('https://a.test', { httpsProxy: 'https://al%40ice:p%3Aw@[fd00::2]' })).toEqual({
      hostname: 'fd00::2',
      port: 443,
      origin: 'https://[fd00::2]',
      protocol: 'https:',
      authorization: `Basic ${Buffer.from('al@ice:p:w').toString('base64')}`,
    })
  })

  it('takes a password with a bare per cent sign as it stands', () => {
    const proxy = proxyFor('https://a.test', { httpsProxy: 'http://u:50%25off%zz@p' })
    expect(Buffer.from(proxy?.authorization?.slice(6) ?? '', 'base64').toString()).toBe('u:50%25off%zz')
  })
})
