import { expect, test } from 'vitest'
import { isLoopbackHost, LOOPBACK_HOSTS } from '../../../../main/base/loopback.ts'
import { safeLink } from './safe-link.ts'

test.each([
  ['https://example.com/docs', 'https://example.com/docs'],
  ['HTTPS://Example.com', 'https://example.com/'],
  ['http://192.0.2.7:8080/a?b=c#d', 'http://192.0.2.7:8080/a?b=c#d'],
  ['https://localhost.example.com/', 'https://localhost.example.com/'],
  ['https://127.example.com/', 'https://127.example.com/'],
  ['mailto:ada@example.com', 'mailto:ada@example.com'],
])('%s leads elsewhere', (href, target) => {
  expect(safeLink(href, 'signalbox')).toBe(target)
})

test.each([
  undefined,
  '',
  '/v1/x',
  '#/settings',
  '//example.com/',
  'http:example.com',
  'http:///example.com',
  'http://',
  'https://exa mple.com/',
  'https://example.com/\n',
  'https://example.com\\@127.0.0.1/',
  'https://user@example.com/',
  'https://:secret@example.com/',
  'mailto:',
  'mailto:?subject=x',
  'javascript:alert(1)',
  'xmpp:ada@example.com',
  'http://box.example:9/',
  'http://loc&#97;lhost/',
  'http://localhost:5173/',
  'http://LOCALHOST../',
  'http://a.b.localhost/',
  'http://127.1/',
  'http://127.255.255.254/',
  'http://0x7f.1/',
  'http://0/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:0]/',
  'http://[::ffff:127.9.9.9]/',
  'http://[::ffff:0.0.0.0]/',
])('%s is text', (href) => {
  expect(safeLink(href, 'box.example')).toBeUndefined()
})

test.each([...LOOPBACK_HOSTS, '127.9.9.9', 'a.localhost', 'localhost.', '[::ffff:127.0.0.1]', '2130706433'])(
  'does not link to %s, which the main process takes for loopback',
  (host) => {
    expect(isLoopbackHost(new URL(`http://${host}`).hostname)).toBe(true)
    expect(safeLink(`http://${host}:8080/`, 'signalbox')).toBeUndefined()
  },
)
