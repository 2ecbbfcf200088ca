import { expect, test } from 'vitest'
import { StreamClock } from './stream-clock.ts'

const PING = Buffer.from('event: ping\ndata: {"type": "ping"}\n\n')
const START = Buffer.from(
  `event: message_start\ndata: {"type":"message_start","message":{"id":"${'x'.repeat(40)}"}}\n\n`,
)
const DELTA = Buffer.from(
  'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}}\n\n',
)

function clockOf(chunks: readonly (readonly [at: number, chunk: Uint8Array])[]): StreamClock {
  const clock = new StreamClock()
  for (const [at, chunk] of chunks) clock.heard(chunk, at, 1_000)
  return clock
}

test('tells when the first content came, not the first byte', () => {
  const { firstTokenAt } = clockOf([
    [1_500, START],
    [1_600, PING],
    [2_000, new Uint8Array(DELTA)],
    [2_100, DELTA],
  ])
  expect(firstTokenAt).toBe(2_000)
})

test('tells gaps of more than 5 s with their position, pings notwithstanding', () => {
  const { stalls } = clockOf([
    [1_500, START],
    [2_000, DELTA],
    [4_000, PING],
    [8_500, PING],
    [9_000.04, DELTA],
    [14_000, DELTA],
    [19_001, DELTA],
  ])
  expect(stalls).toEqual([
    { at: 1_000, ms: 7_000 },
    { at: 13_000, ms: 5_001 },
  ])
})

test('keeps few of many, and searches only the beginning of a stream that it cannot read', () => {
  const unknown = Buffer.alloc(200, 'x')
  const { stalls, firstTokenAt } = clockOf([
    ...Array.from({ length: 64 }, (_, index) => [1_001 + index * 6_000, unknown] as const),
    [1_000_000, DELTA],
  ])
  expect(stalls).toHaveLength(20)
  expect(firstTokenAt).toBeUndefined()
})
