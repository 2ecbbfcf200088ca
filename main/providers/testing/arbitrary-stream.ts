import fc from 'fast-check'
import type { Fixture } from './list-fixtures.ts'

/** A broken stream that a server might send, and its delivery. */
export interface BrokenStream {
  fixture: Fixture
  chunks: Uint8Array[]
  breaksWith: Error | undefined
}

type Change = (lines: string[]) => void

/**
 * Fixture streams with lost, duplicated, swapped and invented lines, changed bytes and cut ends, in chunks of any
 * size.
 */
export function arbitraryStream(fixtures: readonly Fixture[]): fc.Arbitrary<BrokenStream> {
  return fc
    .record({
      fixture: fc.constantFrom(...fixtures),
      changes: rarely(fc.array(arbitraryChange(), { minLength: 1, maxLength: 3 }), []),
      flips: rarely(
        fc.array(fc.record({ at: fc.nat(), byte: fc.nat(255) }), { minLength: 1, maxLength: 2 }),
        [],
      ),
      end: rarely(fc.double({ min: 0.3, max: 1, noNaN: true }), undefined),
      sizes: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
      breaks: fc.boolean(),
    })
    .map(({ fixture, changes, flips, end, sizes, breaks }) => {
      const lines = fixture.bytes.toString().split('\n')
      for (const change of changes) change(lines)
      const bytes = Buffer.from(lines.join('\n'))
      for (const { at, byte } of flips) bytes[at % Math.max(1, bytes.length)] = byte
      const kept = end === undefined ? bytes : bytes.subarray(0, Math.floor(bytes.length * end))
      const isBroken = breaks && end !== undefined
      return {
        fixture,
        chunks: split(kept, sizes),
        breaksWith: isBroken ? new TypeError('terminated') : undefined,
      }
    })
}

/** Mostly one fault at a time: with more, little of the response would be left. */
function rarely<T, U>(arbitrary: fc.Arbitrary<T>, otherwise: U): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 1, arbitrary }, { weight: 1, arbitrary: fc.constant(otherwise) })
}

function arbitraryChange(): fc.Arbitrary<Change> {
  const place = fc.nat()
  return fc.oneof(
    place.map(
      (at): Change =>
        (lines) =>
          void lines.splice(at % lines.length, 1),
    ),
    place.map(
      (at): Change =>
        (lines) =>
          void lines.splice(at % lines.length, 0, lines[at % lines.length] ?? ''),
    ),
    fc.tuple(place, place).map(([a, b]): Change => {
      return (lines) => {
        const [first, second] = [a % lines.length, b % lines.length]
        const [left = '', right = ''] = [lines[first], lines[second]]
        lines[first] = right
        lines[second] = left
      }
    }),
    fc.tuple(place, arbitraryLine()).map(([at, line]): Change => {
      return (lines) => void lines.splice(at % lines.length, 0, line, '')
    }),
    // Changes one value in the JSON of a line: the chunk stays valid, with another meaning.
    fc.tuple(place, place, arbitraryToken()).map(([at, nth, token]): Change => {
      return (lines) => {
        const index = at % lines.length
        const values = [
          ...(lines[index] ?? '').matchAll(/:("(?:[^"\\]|\\.)*"|-?\d+|null|true|false|\[\]|\{\})/g),
        ]
        const found = values[nth % Math.max(1, values.length)]
        if (found === undefined) return
        const line = lines[index] ?? ''
        lines[index] = `${line.slice(0, found.index)}:${token}${line.slice(found.index + found[0].length)}`
      }
    }),
  )
}

function arbitraryLine(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      'data: [DONE]',
      'data: {}',
      'data: null',
      'data: {"error":{"message":"boom","type":"server_error","code":null}}',
      'data: {"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}',
      'data: {"type":"error","code":"rate_limit_exceeded","message":"slow down","param":null}',
      'data: {"choices":[]}',
      'data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":7,"function":{"arguments":"{"}}]}}]}',
      'data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"X"}}]},"finishReason":"STOP"}]}',
      'event: ping',
      ': comment',
      'id: 1',
      '',
    ),
    fc.json({ maxDepth: 3 }).map((json) => `data: ${json}`),
    fc.string().map((text) => `data: ${text}`),
  )
}

function arbitraryToken(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(
      'null',
      '""',
      '0',
      '-1',
      '[]',
      '{}',
      'true',
      '"{"',
      '"stop"',
      '"tool_calls"',
      '"length"',
      '1e400',
    ),
    fc.string().map((text) => JSON.stringify(text)),
  )
}

function split(bytes: Buffer, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    const size = sizes[chunks.length % sizes.length] ?? 1
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}
