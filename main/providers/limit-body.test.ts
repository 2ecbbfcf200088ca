import { describe, expect, it } from 'vitest'
import { createBodyLimit } from './limit-body.ts'

const MIB = 1024 * 1024

/** Number of bytes admitted of `size` bytes in pieces of `piece`. */
function admitted(kind: 'json' | 'error', { size, piece }: { size: number; piece: number }): number {
  const limit = createBodyLimit(kind)
  let sum = 0
  for (let at = 0; at < size; at += piece) sum += limit.admit(new Uint8Array(Math.min(piece, size - at)))
  return sum
}

it.each([
  { kind: 'json', most: 16 * MIB },
  { kind: 'error', most: 64 * 1024 },
] as const)('admits $most bytes of a $kind body and not one more', ({ kind, most }) => {
  for (const piece of [1024, 65_536, 100_003, 64 * MIB]) {
    expect(admitted(kind, { size: most, piece })).toBe(most)
    expect(admitted(kind, { size: most + 1, piece })).toBe(most)
    expect(admitted(kind, { size: most * 3, piece })).toBe(most)
  }
})

describe('a stream', () => {
  const MAX_BYTES = 8 * MIB
  const CHUNK = Buffer.alloc(65_536, 'x')

  /** Number of bytes admitted after `start`, of a line that never ends. */
  function untilRefused(start: readonly string[]): number {
    const limit = createBodyLimit('stream')
    for (const text of start) expect(limit.admit(Buffer.from(text))).toBe(text.length)
    let sum = 0
    while (limit.admit(CHUNK) > 0) sum += CHUNK.length
    return sum
  }

  it('may be of any length, with events of up to 8 MB', () => {
    const limit = createBodyLimit('stream')
    for (let i = 0; i < 10; i++) {
      for (let sent = 0; sent < MAX_BYTES - CHUNK.length; sent += CHUNK.length)
        expect(limit.admit(CHUNK)).toBe(CHUNK.length)
      expect(limit.admit(Buffer.from('\n\n'))).toBe(2)
    }
  })

  it.each(['\n\n', '\n\r', '\n\r\n', '\r\r', '\r\r\n', '\r\n\n', '\r\n\r', '\r\n\r\n'])(
    'may be of any length where events end in %j',
    (separator) => {
      const limit = createBodyLimit('stream')
      const piece = Buffer.from(`data: ${'x'.repeat(20_000)}${separator}`)
      for (let sent = 0; sent < 3 * MAX_BYTES; sent += piece.length)
        expect(limit.admit(piece)).toBe(piece.length)
    },
  )

  it.each([
    { start: [] },
    { start: ['data: a\n\n'] },
    { start: ['data: a\r\n\r\n'] },
    { start: ['data: a\r\r'] },
    { start: ['data: a\n\r\n'] },
    { start: ['data: a\n\r'] },
    { start: ['data: a\r\n\n'] },
    { start: ['data: a\r\n\r'] },
    { start: ['data: a\n', '\r\n'] },
    { start: ['data: a\n', '\n'] },
    { start: ['data: a\r\n', '\r', '\n'] },
    { start: ['data: a\r', '\r'] },
  ])('ends with an event of more than that, after $start', ({ start }) => {
    expect(Math.abs(untilRefused(start) - MAX_BYTES)).toBeLessThanOrEqual(CHUNK.length)
  })

  it('ends with an event of many lines, none of which is too long', () => {
    const limit = createBodyLimit('stream')
    const lines = Buffer.from('data: x\r\n'.repeat(7_000))
    let sum = 0
    while (sum < 2 * MAX_BYTES && limit.admit(lines) > 0) sum += lines.length
    expect(Math.abs(sum - MAX_BYTES)).toBeLessThanOrEqual(lines.length)
  })
})

describe('the number of values', () => {
  const MOST = 60_000
  const values = (count: number) => Buffer.from(`[${'0,'.repeat(count - 1)}0]`)
  const inText = Buffer.from(JSON.stringify(',[{'.repeat(MOST)))

  it('in a body is limited, but not what a text contains', () => {
    const fits = values(MOST)
    expect(createBodyLimit('json').admit(fits)).toBe(fits.length)
    expect(createBodyLimit('json').admit(inText)).toBe(inText.length)
    expect(createBodyLimit('json').admit(values(MOST + 1))).toBe(0)
  })

  it('in an event is limited, but not in a stream', () => {
    const limit = createBodyLimit('stream')
    const event = Buffer.from(`data: ${values(MOST - 1).toString()}\n\n`)
    for (let i = 0; i < 5; i++) expect(limit.admit(event)).toBe(event.length)
    const open = event.subarray(0, -1)
    expect(limit.admit(open)).toBe(open.length)
    expect(limit.admit(open)).toBe(0)
  })
})
