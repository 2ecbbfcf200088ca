import { describe, expect, it } from 'vitest'
import { connectionListed, headerValue, toClientHeaders, toUpstreamHeaders } from './headers.ts'

const plain = { defaults: {}, drop: [] }

describe('toUpstreamHeaders', () => {
  it('keeps unknown headers with their case, order, repeats and bytes', () => {
    const raw = [
      'X-b',
      '2',
      'ANTHROPIC-beta',
      'a, b',
      'x-B',
      '\u00e9',
      'anthropic-beta',
      'c',
      'Authorization',
      'x',
    ]
    expect(toUpstreamHeaders(raw, plain)).toEqual(raw)
  })

  it.each([
    'Connection',
    'keep-alive',
    'Proxy-Authenticate',
    'Proxy-Authorization',
    'Proxy-Connection',
    'TE',
    'Trailer',
    'trailers',
    'Transfer-Encoding',
    'Upgrade',
    'Host',
    'Content-Length',
    'Expect',
    'Origin',
    'Referer',
    'Cookie',
    'Sec-Fetch-Mode',
  ])('leaves %s behind', (name) => {
    expect(toUpstreamHeaders([name, 'x', 'X-Kept', 'y'], plain)).toEqual(['X-Kept', 'y'])
  })

  it('leaves behind what any Connection header lists, before or after it', () => {
    const raw = [
      'X-A',
      '1',
      'Connection',
      'close, x-a ,X-B',
      'x-b',
      '2',
      'connection',
      'X-C',
      'x-c',
      '3',
      'X-D',
      '4',
    ]
    expect(toUpstreamHeaders(raw, plain)).toEqual(['X-D', '4'])
  })

  it('adds a default only where the client sent none, whatever its case', () => {
    const defaults = { 'anthropic-version': '2023-06-01' }
    expect(toUpstreamHeaders([], { defaults, drop: [] })).toEqual(['anthropic-version', '2023-06-01'])
    const own = ['Anthropic-Version', '']
    expect(toUpstreamHeaders(own, { defaults, drop: [] })).toEqual(own)
  })

  it('leaves behind the headers that carry our own key', () => {
    const raw = ['X-Api-Key', 'ours', 'x-other', 'y']
    expect(toUpstreamHeaders(raw, { defaults: {}, drop: ['x-api-key'] })).toEqual(['x-other', 'y'])
  })
})

describe('toClientHeaders', () => {
  it('keeps repeated cookies, rate limits, the coding and the length', () => {
    const raw = ['Set-Cookie', 'a=1', 'set-cookie', 'a=1', 'Content-Encoding', 'br', 'Content-Length', '5']
    expect(toClientHeaders(raw)).toEqual(raw)
  })

  it('leaves behind what belongs to the upstream connection', () => {
    const raw = [
      'Connection',
      'X-Hop',
      'X-Hop',
      '1',
      'Keep-Alive',
      'timeout=5',
      'Transfer-Encoding',
      'chunked',
      'A',
      'b',
    ]
    expect(toClientHeaders(raw)).toEqual(['A', 'b'])
  })

  it('gives no service worker more than its own folder', () => {
    expect(toClientHeaders(['service-WORKER-allowed', '/', 'A', 'b'])).toEqual(['A', 'b'])
  })
})

describe('connectionListed', () => {
  it.each(['keep-alive', 'close'])('sees no names in a mere %s', (value) => {
    expect(connectionListed(['Connection', value])).toBeUndefined()
  })

  it('reads names without case and spaces', () => {
    expect(connectionListed(['connection', ' X-A ,close'])).toEqual(new Set(['x-a', 'close']))
  })
})

describe('headerValue', () => {
  it('finds the first value by name, and nothing in values', () => {
    expect(
      headerValue(
        ['a', 'content-encoding', 'Content-Encoding', 'br', 'content-encoding', 'x'],
        'content-encoding',
      ),
    ).toBe('br')
    expect(headerValue(['a', 'b'], 'c')).toBeUndefined()
  })
})
