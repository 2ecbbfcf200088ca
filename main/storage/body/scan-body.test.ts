import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanBody } from './scan-body.ts'

const messages = fc.array(fc.record({ role: fc.constantFrom('user', 'assistant'), content: fc.jsonValue() }))
const body = fc
  .record({
    model: fc.string(),
    messages,
    system: fc.jsonValue(),
    metadata: fc.dictionary(fc.string(), fc.jsonValue()),
  })
  .map((value) => Buffer.from(JSON.stringify(value)))

describe('scanBody', () => {
  it('finds the messages and members that JSON.parse finds', () => {
    fc.assert(
      fc.property(body, (bytes) => {
        const parsed: unknown = JSON.parse(bytes.toString())
        const map = scanBody(bytes)
        const part = ([start, end]: readonly [number, number]): unknown =>
          JSON.parse(bytes.toString('utf8', start, end))
        expect(map?.messages.map(part)).toEqual(Reflect.get(Object(parsed), 'messages'))
        expect(map?.members.metadata && part(map.members.metadata)).toEqual(
          Reflect.get(Object(parsed), 'metadata'),
        )
        const system: unknown = Reflect.get(Object(parsed), 'system')
        const isFound = typeof system === 'string' || (typeof system === 'object' && system !== null)
        expect(map?.members.system && part(map.members.system)).toEqual(isFound ? system : undefined)
      }),
      { numRuns: 2000 },
    )
  })

  it('finds the same with the help of a body that has something in common', () => {
    const edit = fc.record({
      at: fc.nat(),
      drop: fc.nat(40),
      add: fc.oneof(fc.constant(''), fc.json(), fc.string()),
    })
    const turn = fc.tuple(messages, fc.array(edit, { maxLength: 2 }))
    fc.assert(
      fc.property(body, turn, (bytes, [more, edits]) => {
        const map = scanBody(bytes)
        fc.pre(map !== undefined)
        const grown = JSON.stringify(more).slice(1, -1)
        const last = map?.messages.at(-1)?.[1]
        let next =
          grown === '' || last === undefined
            ? bytes
            : inserted(bytes, { at: last, add: `,${grown}`, drop: 0 })
        for (const one of edits) next = inserted(next, one)
        const known = {
          map: map ?? { boundaries: [], messages: [], members: {} },
          length: bytes.length,
        }
        const [prefix, suffix] = [
          commonStart(bytes, next),
          commonStart(bytes.toReversed(), next.toReversed()),
        ]
        expect(scanBody(next, { ...known, prefix, suffix })).toEqual(scanBody(next))
      }),
      { numRuns: 1000 },
    )
  })

  it('gives ascending boundaries inside the body for whatever bytes', () => {
    const torn = fc
      .tuple(body, fc.nat(), fc.uint8Array({ maxLength: 4 }))
      .map(([bytes, at, noise]) =>
        Buffer.concat([
          bytes.subarray(0, at % (bytes.length + 1)),
          noise,
          bytes.subarray(at % (bytes.length + 1)),
        ]),
      )
    fc.assert(
      fc.property(
        fc.oneof(
          torn,
          fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        ),
        (bytes) => {
          const boundaries = scanBody(bytes)?.boundaries ?? []
          expect(
            boundaries.every(
              (boundary, index) => boundary >= (boundaries[index - 1] ?? 0) && boundary <= bytes.length,
            ),
          ).toBe(true)
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('puts boundaries around a long text, so that it stays one chunk when cache_control moves past it', () => {
    const text = 'a "quoted" text '.repeat(50)
    const plain = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: [{ text }] }] }))
    const marked = Buffer.from(
      JSON.stringify({
        messages: [{ role: 'user', content: [{ text, cache_control: { type: 'ephemeral' } }] }],
      }),
    )
    const chunks = [plain, marked].map((bytes) => {
      const boundaries = scanBody(bytes)?.boundaries ?? []
      return boundaries.map((boundary, index) => bytes.toString('utf8', boundary, boundaries[index + 1]))
    })
    expect(chunks[0]).toContain(JSON.stringify(text))
    expect(chunks[1]).toContain(JSON.stringify(text))
  })

  it.each(['', '[1]', '"text"', '{"messages":[', '{"a":"unclosed}', 'null', '{'])(
    'finds no object in %j',
    (text) => {
      expect(scanBody(Buffer.from(text))).toBeUndefined()
    },
  )
})

function inserted(bytes: Buffer, { at, drop, add }: { at: number; drop: number; add: string }): Buffer {
  const place = at % (bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, place), Buffer.from(add), bytes.subarray(place + drop)])
}

function commonStart(a: Uint8Array, b: Uint8Array): number {
  const differs = a.findIndex((byte, at) => byte !== b[at])
  return differs === -1 ? a.length : differs
}
