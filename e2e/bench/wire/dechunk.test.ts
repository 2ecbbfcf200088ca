import { expect, test } from 'vitest'
import { createDechunker } from './dechunk.ts'

const CODED = Buffer.from(
  '5\r\nevent\r\n1a;name=value\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nx-trailer: 1\r\n\r\n',
)
const PLAIN = 'eventabcdefghijklmnopqrstuvwxyz'

function collect(): { text: () => string; onData: (chunk: Buffer) => void } {
  const chunks: Buffer[] = []
  return { text: () => Buffer.concat(chunks).toString(), onData: (chunk) => chunks.push(chunk) }
}

test('gives the same body wherever the bytes are cut', () => {
  for (let cut = 0; cut <= CODED.length; cut++) {
    const { text, onData } = collect()
    const dechunker = createDechunker(onData)
    dechunker.push(CODED.subarray(0, cut))
    expect(dechunker.isDone()).toBe(cut === CODED.length)
    dechunker.push(CODED.subarray(cut))
    expect(text()).toBe(PLAIN)
    expect(dechunker.isDone()).toBe(true)
  }
})

test('leaves the bytes of the next message alone', () => {
  const { onData } = collect()
  const next = Buffer.from('HTTP/1.1 200 OK\r\n')
  expect(createDechunker(onData).push(Buffer.concat([CODED, next]))).toBe(CODED.length)
})

test('refuses a chunk size that is not a number', () => {
  expect(() => createDechunker(collect().onData).push(Buffer.from('event: ping\r\n'))).toThrow(
    'not a chunk size',
  )
})
