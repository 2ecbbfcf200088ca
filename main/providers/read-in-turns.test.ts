import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readInTurns } from './read-in-turns.ts'

const BYTES = randomBytes(1024 * 1024 + 1)

describe('readInTurns', () => {
  it('gives every byte in order, in pieces with a turn of the event loop before each', async () => {
    const reader = readInTurns(new Blob([BYTES]).stream())
    let turns = 0
    const count = () => {
      turns++
      next = setImmediate(count)
    }
    let next = setImmediate(count)
    const pieces: Uint8Array[] = []
    for (let piece = await reader.read(); piece !== undefined; piece = await reader.read()) pieces.push(piece)
    clearImmediate(next)
    expect(Buffer.concat(pieces).equals(BYTES)).toBe(true)
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(8 * 1024)
    expect(turns).toBeGreaterThanOrEqual(pieces.length - 1)
  })

  it('tells why a body breaks, after what came before', async () => {
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => controller.enqueue(new Uint8Array(3)),
        pull: (controller) => controller.error(new Error('broken')),
      },
      { highWaterMark: 0 },
    )
    const reader = readInTurns(body)
    expect(await reader.read()).toHaveLength(3)
    await expect(reader.read()).rejects.toThrow('broken')
    await reader.cancel()
  })

  it('cancels the body in the middle of a chunk', async () => {
    let reason: unknown = 'none'
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(BYTES),
      cancel: (given) => void (reason = given),
    })
    const reader = readInTurns(body)
    await reader.read()
    await reader.cancel()
    expect(reason).toBeUndefined()
  })
})
