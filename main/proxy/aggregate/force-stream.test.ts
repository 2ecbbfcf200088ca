import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forceStream } from './force-stream.ts'

const force = (json: string) => forceStream(Buffer.from(json))?.toString()

describe('forceStream', () => {
  it.each([
    ['{"model":"m","stream":false}', '{"model":"m","stream":true}'],
    ['{"stream" :\tfalse , "model":"m"}', '{"stream" :\ttrue , "model":"m"}'],
    ['{"model":"m"}', '{"stream":true,"model":"m"}'],
    [' \n{ "model":"m"}', ' \n{"stream":true, "model":"m"}'],
    ['{}', '{"stream":true}'],
    [`{${' '.repeat(2_000)}}`, `{"stream":true${' '.repeat(2_000)}}`],
    ['{"tool":{"stream":true},"stream":false}', '{"tool":{"stream":true},"stream":true}'],
    ['{"str\\u0065am":false}', '{"str\\u0065am":true}'],
    ['{"n":12345678901234567890,"f":1.0}', '{"stream":true,"n":12345678901234567890,"f":1.0}'],
  ])('turns %s into %s', (before, after) => {
    expect(force(before)).toBe(after)
  })

  it.each([
    '{"stream":true}',
    '{"stream":null}',
    '{"stream":"false"}',
    '{"stream":0}',
    '[]',
    '',
    '{"a":',
    'false',
  ])('leaves %s to the upstream', (json) => {
    expect(force(json)).toBeUndefined()
  })

  it('changes nothing but the one member, in any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(4), (object, indent) => {
        const { stream: _stream, ...others } = object
        const before = JSON.stringify(others, null, indent)
        const after = force(before) ?? ''
        expect(JSON.parse(after)).toEqual({ ...JSON.parse(before), stream: true })
        expect(after.replace(/"stream":true,?/, '')).toBe(before)
      }),
    )
  })
})
