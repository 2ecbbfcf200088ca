import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSignature, sealSignature } from './signature.ts'
import { createSignatureCache } from './signature-cache.ts'

it('opens what it sealed', () => {
  const json = fc.dictionary(fc.string(), fc.jsonValue())
  const property = fc.property(
    fc.string(),
    json,
    fc.option(json, { nil: undefined }),
    (provider, own, next) => {
      const plain = { provider, own: clean(own), ...(next && { next: clean(next) }) }
      expect(openSignature(sealSignature(plain))).toEqual(plain)
    },
  )
  fc.assert(property, { numRuns: 200 })
})

function clean(value: Record<string, unknown>) {
  return JSON.parse(JSON.stringify(value))
}

it('is never what Anthropic would take for its own', () => {
  expect(sealSignature({ provider: 'gemini', own: { thoughtSignature: 'abc' } })).not.toMatch(
    /^[A-Za-z0-9+/=]*$/,
  )
})

it.each(['', 'ErUBCkYIARgCIkD', 'signalbox.1.', 'signalbox.1.!!!', 'signalbox.1.bnVsbA', 'signalbox.2.e30'])(
  'does not open %j',
  (signature) => {
    expect(openSignature(signature)).toBeUndefined()
  },
)

describe('the shelf', () => {
  it('gives a signature back for the same text of the same provider', () => {
    const signatureCache = createSignatureCache(10)
    signatureCache.put('gemini', 'text', { thoughtSignature: 's' })
    expect(signatureCache.get('gemini', 'text')).toEqual({ thoughtSignature: 's' })
    expect(signatureCache.get('gemini', 'other')).toBeUndefined()
    expect(signatureCache.get('other', 'text')).toBeUndefined()
  })

  it('forgets the oldest first', () => {
    const signatureCache = createSignatureCache(2)
    for (const text of ['a', 'b', 'a', 'c']) signatureCache.put('p', text, { thoughtSignature: text })
    expect(['a', 'b', 'c'].map((text) => signatureCache.get('p', text) !== undefined)).toEqual([
      true,
      false,
      true,
    ])
  })
})
