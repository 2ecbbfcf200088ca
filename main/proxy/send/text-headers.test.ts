import { expect, it } from 'vitest'
import { textHeaders } from './text-headers.ts'

const TEXTS = [
  'Date',
  'Fri, 20 Nov 2026 11:00:00 GMT',
  'X-Überraschung',
  'a\u00ff',
  'empty',
  '',
  'Date',
  'again',
]

/** Slices of one packet, as undici passes them. */
function slicesOf(texts: readonly string[], gap = 2): Buffer[] {
  const packet = Buffer.from(texts.join(' '.repeat(gap)), 'latin1')
  let at = 0
  return texts.map((text) => {
    const slice = packet.subarray(at, at + text.length)
    at += text.length + gap
    return slice
  })
}

it('reads names and values byte by byte, in order', () => {
  expect(textHeaders(slicesOf(TEXTS))).toEqual(TEXTS)
})

it('reads a head that came in several packets', () => {
  const own = slicesOf(TEXTS)
  for (const index of own.keys()) {
    const split = own.with(index, Buffer.from(own[index] ?? []))
    expect(textHeaders(split)).toEqual(TEXTS)
    const later = own.map((slice, i) => (i >= index ? Buffer.from(slice) : slice))
    expect(textHeaders(later)).toEqual(TEXTS)
  }
  // The first and the last header are in one packet, and one between them lies outside of both.
  const packet = Buffer.from('zzzz: outside first: last')
  const slices = [packet.subarray(14, 19), packet.subarray(0, 4), packet.subarray(6, 13), packet.subarray(21)]
  expect(textHeaders(slices)).toEqual(['first', 'zzzz', 'outside', 'last'])
})

it('reads a head of any length', () => {
  const texts = Array.from({ length: 400 }, (_, i) => `${i}-`.repeat(i % 40))
  expect(textHeaders(slicesOf(texts))).toEqual(texts)
})

it('keeps headers that are text already, and none at all', () => {
  expect(textHeaders(['a', 'b'])).toEqual(['a', 'b'])
  expect(textHeaders([])).toEqual([])
  expect(textHeaders(null)).toEqual([])
})
