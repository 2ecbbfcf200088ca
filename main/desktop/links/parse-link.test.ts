import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkIn, parseLink } from './parse-link.ts'

const ROUNDS = Number(process.env['SIGNALBOX_FUZZ'] ?? 1_000)

test.each([
  ['signalbox://open', { action: 'open' }],
  ['signalbox://open/', { action: 'open' }],
  ['signalbox://open/requests/4f2a', { action: 'open', path: '/requests/4f2a' }],
  ['signalbox://open/requests?model=opus%204', { action: 'open', path: '/requests?model=opus%204' }],
  ['SIGNALBOX://connect', { action: 'connect' }],
  ['signalbox://disconnect/', { action: 'disconnect' }],
])('%s', (link, action) => {
  expect(parseLink(link)).toEqual(action)
})

const HOSTILE = [
  '',
  'signalbox:',
  'signalbox:connect',
  'signalbox://',
  'signalbox://quit',
  'signalbox://CONNECT',
  'signalbox://connect?toolSearch=true',
  'signalbox://connect/now',
  'signalbox://connect#now',
  'signalbox://connect:443',
  'signalbox://user@connect',
  'signalbox://connect@evil.example',
  'signalbox://add-provider?name=x&key=sk-ant-1',
  'signalbox://open/<script>alert(1)</script>',
  'signalbox://open/"onload=x',
  'signalbox://open/a b',
  'signalbox://open/requests#/settings',
  `signalbox://open/${'a'.repeat(301)}`,
  `signalbox://open/${'a'.repeat(2_000_000)}`,
  'https://open/requests',
  'javascript:signalbox://connect',
  'file:///signalbox/connect',
  ' signalbox:\0//connect',
]

test('what is not exactly one of ours is nothing', () => {
  expect(HOSTILE.map((link) => parseLink(link)).filter((link) => link !== undefined)).toEqual([])
})

test('of thousands of others none throws, and none does more than open a page', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      'open',
      'connect',
      'disconnect',
      '/',
      '//',
      '?',
      '#',
      '@',
      ':',
      '%',
      '..',
      '\\',
      '\0',
      '&',
    ),
    fc.constantFrom('signalbox://', 'signalbox:', 'https://', 'javascript:', 'quit', 'key=sk-ant-1', '\r\n'),
  )
  const link = fc.array(word, { maxLength: 6 }).map((words) => words.join(''))
  const started = fc.tuple(fc.constantFrom('signalbox://', 'signalbox:', ''), link)
  const actions = new Set<string>()
  fc.assert(
    fc.property(started, ([scheme, rest]) => {
      const text = scheme + rest
      const parsed = parseLink(text)
      if (parsed === undefined) return true
      actions.add(parsed.action)
      if (parsed.action !== 'open') return /^signalbox:\/\/(dis)?connect\/?$/i.test(text)
      return /^\/[A-Za-z0-9/_.~?=&%-]{0,300}$/.test(parsed.path ?? '/')
    }),
    { numRuns: ROUNDS, seed: 20_261_121 },
  )
  // Guard: the samples include valid links, not only rubbish.
  expect(actions).toContain('open')
})

test('finds the link on a command line, and no other argument', () => {
  expect(linkIn(['/opt/signalbox', '--', 'signalbox://open'])).toBe('signalbox://open')
  expect(linkIn(['/opt/signalbox', '--hidden', '/home/ada/signalbox:x'])).toBeUndefined()
})
