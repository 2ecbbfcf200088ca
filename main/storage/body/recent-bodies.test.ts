import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecentBodies, type SplitBody } from './recent-bodies.ts'

/** Each chunk is a block with its bytes as id, so that a wrong match shows. */
function split(chunks: readonly string[]): SplitBody & { chunks: readonly string[] } {
  const boundaries = [0]
  for (const chunk of chunks) boundaries.push((boundaries.at(-1) ?? 0) + chunk.length)
  return {
    chunks,
    bytes: Buffer.from(chunks.join('')),
    map: undefined,
    boundaries,
    ids: chunks.map(() => undefined),
  }
}
const ids = new Map<string, number>()
function idOf(chunk: string): number {
  const id = ids.get(chunk) ?? ids.size + 1
  ids.set(chunk, id)
  return id
}
function known({ chunks, ...body }: ReturnType<typeof split>): SplitBody {
  return { ...body, ids: chunks.map(idOf) }
}

const chunks = fc.array(fc.stringMatching(/^[ab]{1,9}$/), { minLength: 1, maxLength: 12 })

describe('createRecentBodies', () => {
  it('gives no chunk the id of another one, whatever was remembered', () => {
    fc.assert(
      fc.property(fc.array(chunks, { minLength: 2, maxLength: 30 }), (bodies) => {
        const recent = createRecentBodies()
        for (const one of bodies) {
          const body = split(one)
          recent.recognize(body, 1)
          const right = one.map(idOf)
          expect(body.ids).toEqual(body.ids.map((id, at) => id && right[at]))
          recent.remember(known(body), 1)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('knows the past of a conversation and what stands behind it', () => {
    const recent = createRecentBodies()
    const past = Array.from({ length: 300 }, (_, turn) => `message ${turn} ${'x'.repeat(turn)}`)
    recent.remember(known(split([...past, 'marker', 'system', 'tools'])), 1)
    const body = split([...past, 'unmarked', 'a new message', 'system', 'tools'])
    recent.recognize(body, 1)
    expect(body.ids.flatMap((id, at) => (id === undefined ? [body.chunks[at]] : []))).toEqual([
      'unmarked',
      'a new message',
    ])
  })

  it('keeps conversations apart that take turns, and forgets what another epoch marked', () => {
    const recent = createRecentBodies()
    const talks = ['one', 'two', 'three'].map((name) => [name.repeat(200), name.repeat(50)])
    for (const talk of talks) recent.remember(known(split(talk)), 1)
    for (const talk of talks) {
      const [same, late] = [split([...talk, 'new']), split([...talk, 'new'])]
      recent.recognize(same, 1)
      recent.recognize(late, 2)
      expect(same.ids).toEqual([...talk.map(idOf), undefined])
      expect(late.ids).toEqual([undefined, undefined, undefined])
    }
    recent.forget()
    const body = split(talks[0] ?? [])
    recent.recognize(body, 1)
    expect(body.ids).toEqual([undefined, undefined])
  })
})
