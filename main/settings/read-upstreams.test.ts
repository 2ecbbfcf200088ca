import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadSettings } from './load-settings.ts'

function load(env: Record<string, string> = {}) {
  const { upstreams, warnings } = loadSettings({
    env: { HOME: '/home/me', ...env },
    platform: 'linux',
    flags: {},
  })
  return { ...upstreams, warnings }
}

it('has defaults with which nothing is changed on the way', () => {
  expect(load()).toEqual({
    retries: 0,
    providerRetries: 3,
    demoteNonStreaming: false,
    circuitBreaker: false,
    rateLimit: undefined,
    outbound: { httpsProxy: undefined, httpProxy: undefined, noProxy: '' },
    ca: [],
    systemCa: true,
    warnings: [],
  })
})

it('reads each setting from its name', () => {
  expect(
    load({
      ANTHROPIC_MAX_RETRIES: '2',
      SIGNALBOX_PROVIDER_RETRIES: '0',
      ANTHROPIC_DEMOTE_NONSTREAMING: 'true',
      SIGNALBOX_CIRCUIT_BREAKER: 'on',
      SIGNALBOX_RATE_LIMIT: '1000',
      NO_PROXY: 'a,b',
    }),
  ).toMatchObject({
    retries: 2,
    providerRetries: 0,
    demoteNonStreaming: true,
    circuitBreaker: true,
    rateLimit: { perMinute: 1000, burst: 100 },
    outbound: { noProxy: 'a,b' },
  })
})

it.each([
  ['ANTHROPIC_MAX_RETRIES', '11'],
  ['ANTHROPIC_MAX_RETRIES', '-1'],
  ['ANTHROPIC_MAX_RETRIES', '1.5'],
  ['SIGNALBOX_RATE_LIMIT', '999999999999'],
  ['ANTHROPIC_DEMOTE_NONSTREAMING', 'perhaps'],
  ['SIGNALBOX_CA_FILE', '/no/such/file.pem'],
  ['SIGNALBOX_SYSTEM_CA', 'perhaps'],
])('names what cannot be used: %s=%s', (name, value) => {
  expect(() => load({ [name]: value })).toThrow(new RegExp(`^${name} is "${value}"; it must be `))
})

describe('the outbound proxy', () => {
  it.each([
    [['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'], 'httpsProxy'],
    [['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'], 'httpProxy'],
  ] as const)('is the first that is set of %j for %s', (names, field) => {
    const env: Record<string, string> = Object.fromEntries(
      names.map((name) => [name, `http://${name.toLowerCase()}:1`]),
    )
    for (const name of names) {
      expect(load(env).outbound[field]).toBe(`http://${name.toLowerCase()}:1/`)
      env[name] = ''
    }
    expect(
      load({ ...env, HTTPS_PROXY: field === 'httpProxy' ? 'http://p:1' : '' }).outbound[field],
    ).toBeUndefined()
  })

  it('of our own name wins for both', () => {
    const { outbound } = load({
      CCPROXY_PROXY_URL: 'https://own:1',
      HTTPS_PROXY: 'http://a:1',
      HTTP_PROXY: 'http://b:1',
    })
    expect(outbound).toMatchObject({ httpsProxy: 'https://own:1/', httpProxy: 'https://own:1/' })
  })

  it('may leave out its scheme', () => {
    expect(load({ HTTPS_PROXY: 'proxy.example:8080' }).outbound.httpsProxy).toBe('http://proxy.example:8080/')
    expect(load({ HTTPS_PROXY: 'u:p@10.0.0.1:8080' }).outbound.httpsProxy).toBe('http://u:p@10.0.0.1:8080/')
  })

  it('that we cannot use is passed over with one warning, which does not repeat it', () => {
    const { outbound, warnings } = load({ ALL_PROXY: 'socks5://alice:hunter2@p:1080' })
    expect(outbound).toMatchObject({ httpsProxy: undefined, httpProxy: undefined })
    expect(warnings).toEqual(['ALL_PROXY isn’t an http or https address and is ignored.'])
    expect(load({ HTTPS_PROXY: 'socks5://p:1', ALL_PROXY: 'http://q:2' }).outbound.httpsProxy).toBe(
      'http://q:2/',
    )
  })

  it.each(['socks5://alice:hunter2@p:1080', 'http://', 'http://alice:hunter2@'])(
    'of our own name has to hold: %s',
    (url) => {
      expect(() => load({ CCPROXY_PROXY_URL: url })).toThrow(/^CCPROXY_PROXY_URL is "…"; it must be /)
    },
  )
})

describe('further authorities', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'signalbox-ca-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function file(text: string): string {
    const path = join(folder, 'ca.pem')
    writeFileSync(path, text)
    return path
  }

  it('are all that stand in the file, whatever stands between them', () => {
    const [first = '', second = ''] = rootCertificates
    const { ca } = load({ SIGNALBOX_CA_FILE: file(`# One\r\n${first}\n\n# Two\n${second}`) })
    expect(ca.map(withoutSpace)).toEqual([first, second].map(withoutSpace))
  })

  it.each(['', 'not PEM', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'have to be some: %j',
    (text) => {
      const path = file(text)
      expect(() => load({ SIGNALBOX_CA_FILE: path })).toThrow(
        /^SIGNALBOX_CA_FILE is ".*"; it must be a file with PEM certificates/,
      )
      expect(load({ NODE_EXTRA_CA_CERTS: path })).toMatchObject({
        ca: [],
        warnings: [expect.stringMatching(/^NODE_EXTRA_CA_CERTS /)],
      })
    },
  )

  it('come from NODE_EXTRA_CA_CERTS, too', () => {
    expect(load({ NODE_EXTRA_CA_CERTS: file(rootCertificates[0] ?? '') }).ca).toHaveLength(1)
  })
})

function withoutSpace(pem: string): string {
  return pem.replaceAll(/\s/g, '')
}
