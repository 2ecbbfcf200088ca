import { expect, it } from 'vitest'
import { countForward, hasDotSegments, isChunkedOnly, maxForwards, refuseForward } from './gateway-rules.ts'

it.each([
  '/v1/..',
  '/v1/../x',
  '/v1/a/../../x',
  '/v1/%2e%2e/x',
  '/v1/.%2E/x',
  '/v1/%2e./x?a=b',
  '/v1/..%2fx',
  '/v1/..%5Cx',
  '/v1/..\\x',
  '/v1\\..\\x',
  '/v1/a%2f..%2f..%2fx',
  '/v1/%252e%252e/x',
  '/v1/..;a=b/x',
  '/v1/..%3bx/y',
  '/v1/..%00/x',
  '/v1/..%09/x',
  '/v1/..#/x',
])('finds the escape from the base path in %s', (target) => {
  expect(hasDotSegments(target)).toBe(true)
})

it.each([
  '/v1/messages?beta=true',
  '/v1/models/us%2Fclaude',
  '/v1/a..b/x',
  '/v1/.../x',
  '/v1/.hidden',
  '/v1/%',
  '/v1/%E4%BD%A0',
  '/v1/x?next=/../y',
  '/v1//x',
])('leaves %s alone', (target) => {
  expect(hasDotSegments(target)).toBe(false)
})

it('looks at 64 kB of the worst in a few ms', () => {
  for (const piece of ['%25', '/', '.', '%2e', '/..a', '%2525']) {
    const target = `/v1/${piece.repeat(Math.floor(65_000 / piece.length))}`
    let best = Infinity
    for (let i = 0; i < 5; i++) {
      const from = performance.now()
      hasDotSegments(target)
      best = Math.min(best, performance.now() - from)
    }
    expect(best).toBeLessThan(20)
  }
})

it('refuses what a gateway must not forward', () => {
  const refuse = (method: string, headers: Record<string, string> = {}) =>
    refuseForward({ method, url: '/v1/x', headers }, 'signalbox-a')
  expect(refuse('POST')).toBeUndefined()
  expect(refuse('POST', { via: '1.1 other, 1.0 signalbox-b' })).toBeUndefined()
  expect(refuse('POST', { via: '1.1 other, 1.1 signalbox-a (x)' })).toBe('upstream_is_self')
  expect(refuse('TRACE')).toBe('method_not_allowed')
  expect(refuse('POST', { 'transfer-encoding': 'gzip, chunked' })).toBe('transfer_coding')
  expect(refuse('POST', { 'transfer-encoding': ' Chunked ' })).toBeUndefined()
  expect(isChunkedOnly('chunked, chunked')).toBe(false)
})

it('counts the forwards of OPTIONS', () => {
  const of = (method: string, value: string) => maxForwards({ method, headers: { 'max-forwards': value } })
  expect([of('OPTIONS', '0'), of('OPTIONS', '7'), of('OPTIONS', '-1'), of('GET', '7')]).toEqual([
    0,
    7,
    undefined,
    undefined,
  ])
  expect(countForward(['A', 'Max-Forwards', 'Max-Forwards', '7'], 7)).toEqual([
    'A',
    'Max-Forwards',
    'Max-Forwards',
    '6',
  ])
})
