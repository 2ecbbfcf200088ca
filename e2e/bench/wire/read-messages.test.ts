import { expect, test } from 'vitest'
import { readMessages } from './read-messages.ts'

const BYTES = Buffer.from(
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n' +
    'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndefg' +
    'HTTP/1.1 204 No Content\r\n\r\n',
)

function record(cut: number): string[] {
  const seen: string[] = []
  let body = ''
  const read = readMessages({
    onHead: (head) => seen.push(head.slice(9, 12)),
    onBody: (chunk) => (body += chunk.toString()),
    onEnd: () => {
      seen.push(body)
      body = ''
    },
  })
  read(BYTES.subarray(0, cut))
  read(BYTES.subarray(cut))
  return seen
}

test('reads chunked, counted and empty messages in a row, wherever the bytes are cut', () => {
  for (let cut = 0; cut <= BYTES.length; cut++) {
    expect(record(cut)).toEqual(['200', 'abc', '200', 'defg', '204', ''])
  }
})
