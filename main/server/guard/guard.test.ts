import { describe, expect, it } from 'vitest'
import { guardRules } from './guard-rules.ts'
import { guard } from './guard.ts'

const PORT = 3456
const RULES = guardRules(PORT, {
  names: ['proxy.example:3456'],
  addresses: ['0.0.0.0', '::', '10.9.9.1', 'fd00::2'],
})
const HOST = ['Host', `127.0.0.1:${PORT}`]

function ask(headers: string[], { method = 'GET', url = '/health' } = {}): string | undefined {
  return guard({ method, url, rawHeaders: headers }, RULES)
}

describe('the Host header', () => {
  it.each([
    '127.0.0.1:3456',
    'localhost:3456',
    '[::1]:3456',
    'proxy.example:3456',
    '10.9.9.1:3456',
    '[fd00::2]:3456',
  ])('lets %s pass', (host) => {
    expect(ask(['Host', host])).toBeUndefined()
  })

  it('may be spelled in any case by name', () => {
    expect(ask(['hOsT', 'localhost:3456'])).toBeUndefined()
  })

  const foreign = [
    '',
    ' ',
    'evil.example',
    'evil.example:3456',
    '127.0.0.1',
    'localhost',
    '[::1]',
    '127.0.0.1:1',
    '127.0.0.1:80',
    '127.0.0.1:03456',
    '127.0.0.1:34560',
    '127.0.0.1:3456:3456',
    '127.0.0.1:+3456',
    '127.0.0.1:',
    '127.0.0.1:3456.',
    '127.0.0.1.:3456',
    '127.0.0.1.evil.example:3456',
    '127.0.0.1.nip.io:3456',
    'localtest.me:3456',
    'localhost.:3456',
    'LOCALHOST:3456',
    'Localhost:3456',
    'localhost.evil.example:3456',
    'localhost.localdomain:3456',
    'xlocalhost:3456',
    'foo.localhost:3456',
    '127.1:3456',
    '127.0.1:3456',
    '127.0.0.2:3456',
    '127.000.000.001:3456',
    '0177.0.0.1:3456',
    '0x7f.0.0.1:3456',
    '0x7f000001:3456',
    '2130706433:3456',
    '0.0.0.0:3456',
    '0:3456',
    '[::]:3456',
    '::1:3456',
    '[::ffff:127.0.0.1]:3456',
    '[0:0:0:0:0:0:0:1]:3456',
    '[::1%25lo]:3456',
    '[::1].evil.example:3456',
    '127。0。0。1:3456',
    '１２７.0.0.1:3456',
    'loc\u00e0lhost:3456',
    'user@127.0.0.1:3456',
    '127.0.0.1:3456@evil.example',
    'evil.example#127.0.0.1:3456',
    '127.0.0.1:3456/',
    'http://127.0.0.1:3456',
    '127.0.0.1:3456, evil.example',
    'proxy.example',
    'PROXY.example:3456',
    'sub.proxy.example:3456',
  ]
  it.each(foreign)('refuses "%s", on every path', (host) => {
    for (const url of ['/', '/health', '/v1/messages', '/assets/a.js', '/nothing']) {
      expect(ask(['Host', host], { url })).toBe('host_not_allowed')
    }
  })

  it('leaves out port 80, where browsers leave it out', () => {
    const rules = guardRules(80)
    const request = { method: 'GET', url: '/', rawHeaders: ['Host', 'localhost'] }
    expect(guard(request, rules)).toBeUndefined()
  })

  it('may not be absent, as HTTP/1.0 allows', () => {
    expect(ask([])).toBe('bad_request_target')
  })

  it.each([
    [[...HOST, 'Host', 'evil.example']],
    [['Host', 'evil.example', ...HOST]],
    [[...HOST, 'host', '127.0.0.1:3456']],
  ])('may not come twice: %j', (headers) => {
    expect(ask(headers)).toBe('bad_request_target')
  })
})

describe('the request target', () => {
  it.each(['/', '/v1/messages?beta=true', '//evil.example/x', '*', 'http://127.0.0.1:3456/health'])(
    'may be %s',
    (url) => {
      expect(ask(HOST, { url })).toBeUndefined()
    },
  )

  it.each([
    'http://evil.example/v1/x',
    'http://127.0.0.1:3456@evil.example/',
    'http://127.0.0.1:3456.evil.example/',
    'http://127.0.0.1:3456',
    'http://localhost:3456/',
    'https://127.0.0.1:3456/',
    'HTTP://127.0.0.1:3456/',
    'evil.example:443',
    '',
  ])('may not be "%s"', (url) => {
    expect(ask(HOST, { url })).toBe('bad_request_target')
  })
})

describe('a web page', () => {
  it.each([
    'http://127.0.0.1:3456',
    'http://localhost:3456',
    'http://[::1]:3456',
    'http://10.9.9.1:3456',
    'http://proxy.example:3456',
    'https://proxy.example:3456',
  ])('of our own origin %s may do everything', (origin) => {
    expect(
      ask([...HOST, 'Origin', origin, 'Sec-Fetch-Site', 'same-origin'], { method: 'POST' }),
    ).toBeUndefined()
  })

  it.each([
    'https://evil.example',
    'http://localhost:5173',
    'http://127.0.0.1:3457',
    'http://127.0.0.1',
    'https://127.0.0.1:3456',
    'https://10.9.9.1:3456',
    'http://0.0.0.0:3456',
    'http://127.0.0.1:3456.evil.example',
    'http://LOCALHOST:3456',
    'file://',
    'chrome-extension://abcdef',
    '',
  ])('of origin "%s" may not even look', (origin) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE']) {
      expect(ask([...HOST, 'Origin', origin], { method })).toBe('origin_not_allowed')
    }
  })

  it('without an origin of its own may look, and nothing else', () => {
    for (const method of ['GET', 'HEAD']) expect(ask([...HOST, 'Origin', 'null'], { method })).toBeUndefined()
    for (const method of ['OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'QUERY']) {
      expect(ask([...HOST, 'Origin', 'null'], { method })).toBe('origin_not_allowed')
    }
  })

  it.each(['cross-site', 'same-site', 'Same-Origin', 'anything', ''])(
    'that the browser calls "%s" is refused without an Origin, too',
    (site) => {
      expect(ask([...HOST, 'Sec-Fetch-Site', site])).toBe('origin_not_allowed')
    },
  )

  it.each(['same-origin', 'none'])('that the browser calls %s passes', (site) => {
    expect(ask([...HOST, 'Sec-Fetch-Site', site])).toBeUndefined()
  })

  it.each([
    ['Origin', 'http://127.0.0.1:3456', 'https://evil.example'],
    ['Sec-Fetch-Site', 'same-origin', 'cross-site'],
  ])('does not get past by repeating %s', (name, ours, foreignValue) => {
    expect(ask([...HOST, name, ours, name, foreignValue])).toBe('origin_not_allowed')
    expect(ask([...HOST, name, foreignValue, name, ours])).toBe('origin_not_allowed')
  })
})

describe('the Connection header', () => {
  it.each(['close', 'keep-alive', 'Keep-Alive, TE', 'close, x-custom'])('may be %s', (value) => {
    expect(ask([...HOST, 'Connection', value])).toBeUndefined()
  })

  it.each([
    'close, x-api-key',
    'X-Api-Key',
    'keep-alive,AUTHORIZATION',
    'anthropic-beta',
    'a, anthropic-version ,b',
  ])('may not name what the upstream needs: %s', (value) => {
    expect(ask([...HOST, 'Connection', value])).toBe('bad_connection_header')
  })

  it('is read whole when it comes in several lines', () => {
    expect(ask([...HOST, 'Connection', 'close', 'connection', 'x-api-key'])).toBe('bad_connection_header')
  })
})

it('takes 256 headers and refuses one more', () => {
  const many = (count: number) => [...HOST, ...Array.from({ length: count - 1 }, () => ['a', 'b']).flat()]
  expect(ask(many(256))).toBeUndefined()
  expect(ask(many(257))).toBe('too_many_headers')
})

describe('a browser', () => {
  const MARKS: readonly (readonly [string, string])[][] = [
    [['Sec-Fetch-Mode', 'navigate']],
    [['Sec-Fetch-Mode', 'websocket']],
    [['Sec-Fetch-Mode', 'nested-navigate']],
    [['sec-fetch-dest', 'document']],
    [['Sec-Fetch-Dest', 'script']],
    [['Sec-Fetch-Dest', 'image']],
    [['Sec-Fetch-Dest', 'serviceworker']],
    [['Sec-Fetch-Dest', '']],
    [['Sec-Fetch-Site', 'same-origin']],
    [['Sec-Fetch-Site', 'none']],
    [
      ['Sec-Fetch-Site', 'none'],
      ['Sec-Fetch-Mode', 'navigate'],
      ['Sec-Fetch-Dest', 'document'],
    ],
    [
      ['Sec-Fetch-Dest', 'empty'],
      ['Sec-Fetch-Dest', 'document'],
    ],
    [['Service-Worker', 'script']],
    [['SERVICE-WORKER', 'anything']],
    [['Sec-Fetch-User', '?1']],
    [['Upgrade-Insecure-Requests', '1']],
    [['Origin', 'http://127.0.0.1:3456']],
    [['Origin', 'null']],
  ]
  const SPELLINGS = [
    '/v1/messages',
    '/v1',
    '//v1/x',
    '/%76%31/x',
    '/%2576%2531/x',
    '/V1/x',
    '/./v1/x',
    '/x/../v1/x',
  ]
  const OTHERS = [
    '/v1/../x',
    '/\\v1/x',
    '/v1;a/x',
    '/v1%2fx',
    '/%2fv1/x',
    '/v1?x',
    '/v1#x',
    `http://${HOST[1]}/v1/x`,
  ]

  it.each(MARKS)('gets nothing from /v1: %j', (...marks) => {
    for (const url of [...SPELLINGS, ...OTHERS]) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'DELETE', 'QUERY']) {
        expect([url, method, ask([...HOST, ...marks.flat()], { method, url })]).toEqual([
          url,
          method,
          'origin_not_allowed',
        ])
      }
    }
  })

  it('gets our pages and their data', () => {
    const marks = [
      'Sec-Fetch-Site',
      'same-origin',
      'Sec-Fetch-Mode',
      'navigate',
      'Sec-Fetch-Dest',
      'document',
    ]
    for (const url of ['/', '/api/providers/v1', '/assets/v1.js', '/v10/x', '/v1x', '/x?y=/v1/', '/xv1/']) {
      expect(ask([...HOST, ...marks, 'Upgrade-Insecure-Requests', '1'], { url })).toBeUndefined()
    }
  })

  it('gets no script of a service worker from anywhere', () => {
    for (const url of ['/', '/assets/a.js', '/api/requests/1/body', '/v1/x']) {
      expect(ask([...HOST, 'Service-Worker', 'script'], { url })).toBe('origin_not_allowed')
    }
  })

  it.each([
    [[]],
    // Node's fetch.
    [['sec-fetch-mode', 'cors']],
    // Electron's net.fetch, used by editors.
    [['Sec-Fetch-Site', 'none', 'Sec-Fetch-Mode', 'no-cors', 'Sec-Fetch-Dest', 'empty']],
  ])('is none where the headers are %j', (marks) => {
    expect(ask([...HOST, ...marks], { method: 'POST', url: '/v1/messages' })).toBeUndefined()
  })

  it('costs nothing to recognise, however long the target', () => {
    for (const unit of ['%76', '/', '/..', '/.', '%25', '\\', ';', '/v1']) {
      const startedAt = process.cpuUsage()
      ask([...HOST, 'Sec-Fetch-Mode', 'navigate'], { url: `/${unit.repeat(64_000 / unit.length)}` })
      expect(process.cpuUsage(startedAt).user / 1_000).toBeLessThan(100)
    }
  })
})
