import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanTopLevel } from '../../base/json/scan-top-level.ts'
import { spliceModel } from './splice-model.ts'

const splice = (text: string, options: Parameters<typeof spliceModel>[1]) =>
  spliceModel(Buffer.from(text), options).toString()

const anyValue = fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 })
/** Bodies written by hand: names repeat, numbers exceed a double, white space occurs anywhere. */
const member = fc.oneof(
  fc.tuple(
    fc.constantFrom('model', 'mod\\u0065l', 'messages', 'system', 'stream', 'top_p', '__proto__', 'a"b'),
    fc.oneof(
      anyValue.map((value) => JSON.stringify(value)),
      fc.constantFrom('123456789012345678901234567890', '1.0', '"mod\\u0065l \\" x"', '[{"model":"inner"}]'),
    ),
  ),
  fc.tuple(
    fc.string({ unit: 'binary', maxLength: 8 }),
    anyValue.map((value) => JSON.stringify(value)),
  ),
)
const body = fc
  .tuple(fc.array(member, { maxLength: 10 }), fc.constantFrom('', ' ', '\r\n\t'))
  .map(([members, space]) => {
    const written = members.map(([name, value]) => {
      const key = name === 'mod\\u0065l' ? `"${name}"` : JSON.stringify(name)
      return `${key}${space}:${space}${value}`
    })
    return `${space}{${space}${written.join(`${space},${space}`)}${space}}${space}`
  })
const model = fc.string({ unit: 'binary', maxLength: 30 })

describe('spliceModel', () => {
  it('changes the bytes of the last top-level model and not one other, in generated bodies', () => {
    fc.assert(
      fc.property(body, model, (text, name) => {
        const before = Buffer.from(text)
        const after = spliceModel(before, { model: name })
        const span = scanTopLevel(before, ['model'])?.get('model')
        const parsed: Record<string, unknown> = JSON.parse(after.toString())
        expect(parsed['model']).toBe(JSON.parse(JSON.stringify(name)))
        if (span === undefined) return
        const tail = before.length - span.end
        expect(after.subarray(0, span.start).equals(before.subarray(0, span.start))).toBe(true)
        expect(after.subarray(after.length - tail).equals(before.subarray(span.end))).toBe(true)
        expect(after.toString('utf8', span.start, after.length - tail)).toBe(JSON.stringify(name))
      }),
      { numRuns: 1_000 },
    )
  }, 60_000)

  it('means to JSON.parse what setting the members means, and defaults only where there are none', () => {
    const options = fc.record(
      {
        model,
        stream: fc.boolean(),
        defaults: fc.dictionary(fc.constantFrom('top_p', 'temperature', 'stop_sequences'), anyValue),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(body, options, (text, { defaults = {}, ...set }) => {
        const before: Record<string, unknown> = JSON.parse(text)
        const wanted = JSON.parse(JSON.stringify({ ...defaults, ...before, ...set }))
        expect(JSON.parse(splice(text, { ...set, defaults }))).toEqual(wanted)
      }),
      { numRuns: 500 },
    )
  }, 60_000)

  it.each([
    ['{"model":"a","max_tokens":1}', { model: 'b' }, '{"model":"b","max_tokens":1}'],
    ['{"model":"a","model":"c"}', { model: 'b' }, '{"model":"a","model":"b"}'],
    ['{ "messages": [{"model":"a"}] }', { model: 'b' }, '{"model":"b", "messages": [{"model":"a"}] }'],
    ['{ }', { model: 'b', stream: true }, '{"model":"b","stream":true }'],
    ['{"model":"a"}', { defaults: { top_p: 0.5 } }, '{"top_p":0.5,"model":"a"}'],
    ['{"top_p":null}', { defaults: { top_p: 0.5 } }, '{"top_p":null}'],
    ['{"n":1e400,"stream":false}', { stream: true }, '{"n":1e400,"stream":true}'],
  ])('turns %s with %j into %s', (before, options, after) => {
    expect(splice(before, options)).toBe(after)
  })

  it('gives the very buffer back where nothing changes', () => {
    const json = Buffer.from('{"model":"a","top_p":1}')
    expect(spliceModel(json, {})).toBe(json)
    expect(spliceModel(json, { defaults: { top_p: 0.5 } })).toBe(json)
  })
})
