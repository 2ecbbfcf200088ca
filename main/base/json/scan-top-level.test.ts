import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanTopLevel } from './scan-top-level.ts'

const NAMES = ['model', 'stream']

/** The scanner's result in the form that `JSON.parse` returns. */
function scanned(text: string): Record<string, unknown> | undefined {
  const body = Buffer.from(text)
  const spans = scanTopLevel(body, NAMES)
  if (spans === undefined) return undefined
  return Object.fromEntries(
    [...spans].map(([name, span]) => [name, JSON.parse(body.toString('utf8', span.start, span.end))]),
  )
}

function parsed(text: string): Record<string, unknown> {
  const value: Record<string, unknown> = JSON.parse(text)
  return Object.fromEntries(
    NAMES.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name]]),
  )
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', 'é', '😀', '\n'),
    maxLength: 120,
  }),
)
const anyValue = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 })
const members = fc.array(
  fc.tuple(
    fc.oneof(fc.constantFrom('model', 'stream', 'messages', '__proto__', 'mod\\u0065l', '"'), anyText),
    fc.oneof(anyValue, anyText),
  ),
  { maxLength: 12 },
)

/** Writes the members by hand, so that names may repeat and white space may occur anywhere. */
function write(list: [string, unknown][], space: string): string {
  const body = list.map(
    ([name, value]) => `${writeName(name)}${space}:${space}${JSON.stringify(value, null, space.length)}`,
  )
  return `${space}{${space}${body.join(`${space},${space}`)}${space}}${space}`
}

function writeName(name: string): string {
  return name === 'mod\\u0065l' ? `"${name}"` : JSON.stringify(name)
}

describe('scanTopLevel', () => {
  it('finds what JSON.parse finds, in generated bodies with repeated names and any white space', () => {
    fc.assert(
      fc.property(members, fc.constantFrom('', ' ', '\n\t ', '\r\n'), (list, space) => {
        const text = write(list, space)
        expect(scanned(text)).toEqual(parsed(text))
      }),
      { numRuns: 5_000 },
    )
  })

  it('finds what JSON.parse finds behind long strings full of quotes and backslashes', () => {
    const longText = fc.string({ unit: fc.constantFrom('"', '\\', 'a', 'b'), minLength: 40, maxLength: 400 })
    fc.assert(
      fc.property(longText, longText, (first, second) => {
        const text = JSON.stringify({
          [first]: [{ text: second }],
          model: first,
          system: second,
          stream: true,
        })
        expect(scanned(text)).toEqual(parsed(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('is not misled by the same names inside nested values and strings', () => {
    const text = JSON.stringify({
      messages: [{ model: 'nested', stream: false, content: '"model":"in a string"' }],
      model: 'claude-sonnet-4-5',
      tools: [{ input_schema: { properties: { model: {}, stream: {} } } }],
      stream: true,
    })
    expect(scanned(text)).toEqual({ model: 'claude-sonnet-4-5', stream: true })
  })

  it('lets the last of several equal names win, as JSON.parse does', () => {
    expect(scanned('{"model":"a","model":"b","stream":true,"stream":false}')).toEqual({
      model: 'b',
      stream: false,
    })
  })

  it.each([
    '',
    ' ',
    'null',
    '[]',
    '"model"',
    '{',
    '{"model"',
    '{"model":',
    '{"model":"a"',
    '{"model":"a",',
    '{"a":[1}',
  ])('says that %j is not a JSON object', (text) => {
    expect(scanTopLevel(Buffer.from(text), NAMES)).toBeUndefined()
  })

  it.each([
    '{"model":"a"} x',
    '{"model":"a"}{}',
    '{model:"a"}',
    '{"model" "a"}',
    '{"model":"a" "stream":true}',
  ])('refuses %j', (text) => {
    expect(scanTopLevel(Buffer.from(text), NAMES)).toBeUndefined()
  })

  it('gives no answer, and ends, for any text that is cut short', () => {
    const text = JSON.stringify({
      model: 'claude "x"\\',
      messages: [{ content: ['é', '\\"'] }],
      stream: true,
    })
    const whole = Buffer.from(text)
    for (let cut = 0; cut < whole.length; cut++) {
      expect(scanTopLevel(whole.subarray(0, cut), NAMES)).toBeUndefined()
    }
  })
})
