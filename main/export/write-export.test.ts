import { expect, it } from 'vitest'
import { createExportWriter } from './write-export.ts'

const CONTEXT = { baseUrl: 'http://127.0.0.1:1', version: '1', exportedAt: '2026-10-07T00:00:00.000Z' }
const encode = (json: string) => new TextEncoder().encode(json)
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

it('goes on after a request that is nested deeper than can be written', () => {
  const write = createExportWriter({ format: 'jsonl', context: { ...CONTEXT, redacted: false } })
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const detail = (body: string) =>
    encode(
      `{"request":{"requestId":"a","timestamp":"t","method":"POST","endpoint":"/","body":${body},"response":{}},"fullId":"a"}`,
    )
  const rows = [deep, '"fine"'].map((body) =>
    JSON.parse(decode(write({ type: 'request', json: detail(body), body: undefined }).text)),
  )
  expect(rows).toMatchObject([
    { requestId: 'a', bodyText: expect.stringContaining('nested') },
    { body: 'fine' },
  ])
})

it('writes a page of the list as whole requests, or only says what is on it', () => {
  const page = () =>
    encode(
      '{"requests":[{"requestId":"a","statusCode":200,"termination":{"endedBy":"client","phase":"body"}},{"requestId":"b"}],"next":"1-2"}',
    )
  const write = createExportWriter({ format: 'jsonl', context: { ...CONTEXT, redacted: true } })
  const written = write({ type: 'page', json: page(), isIndex: false })
  expect(written).toMatchObject({ ids: ['a', 'b'], next: '1-2' })
  expect(
    decode(written.text)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { requestId: 'a', termination: { endedBy: 'client', phase: 'body' }, response: { statusCode: 200 } },
    { requestId: 'b' },
  ])
  expect(write({ type: 'page', json: page(), isIndex: true }).text).toHaveLength(0)
})

it('keeps the digits of large numbers in a command', () => {
  const write = createExportWriter({ format: 'curl', context: { ...CONTEXT, redacted: true } })
  const body = encode('{"n":12345678901234567890.10,"key":"sk-ant-CANARY0123456789"}')
  const json = encode(
    '{"request":{"requestId":"a","timestamp":"t","method":"POST","endpoint":"/v1/x","body":{}},"fullId":"a"}',
  )
  const command = decode(write({ type: 'request', json, body }).text)
  expect(command).toContain('12345678901234567890.10')
  expect(command).not.toContain('CANARY')
})
