import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createCopyBudget } from './response-copy.ts'
import { createSlabPool } from '../slab-pool.ts'
import { createExchangeRecorder } from './exchange-recorder.ts'

const BUDGET = 1024 * 1024
const MESSAGE = JSON.stringify({ model: 'claude-x', usage: { input_tokens: 7 }, pad: 'ab'.repeat(50_000) })
const JSON_TYPE = ['Content-Type', 'application/json'] as const

function traced(keepsRequest = true) {
  const clock = { now: 1000 }
  const budget = createCopyBudget(BUDGET)
  return {
    clock,
    budget,
    recorder: createExchangeRecorder({ now: () => clock.now, budget, pool: createSlabPool(0), keepsRequest }),
  }
}

it('keeps both bodies and the time to the first byte', async () => {
  const { clock, recorder } = traced()
  expect(recorder.keep(Buffer.from('{"model":"claude-x"}'), () => undefined)).toBe(true)
  recorder.reached('body')
  recorder.answered(200, [...JSON_TYPE])
  clock.now = 1250
  recorder.wrote(Buffer.from(MESSAGE))
  clock.now = 1300
  recorder.wrote(Buffer.from(' '))
  const facts = await recorder.read()
  expect(facts).toMatchObject({ ttfbMs: 250, phase: 'body', isStreaming: false, usage: { input_tokens: 7 } })
  expect(Buffer.from(facts.requestBody ?? []).toString()).toBe('{"model":"claude-x"}')
  expect(Buffer.from(facts.responseBody ?? []).toString()).toBe(`${MESSAGE} `)
})

it('says how long bodies were for which there was no room', async () => {
  const { budget, recorder } = traced()
  budget.take(BUDGET)
  expect(recorder.keep(Buffer.from(MESSAGE), () => undefined)).toBe(false)
  recorder.answered(200, [...JSON_TYPE])
  for (let i = 0; i < 3; i++) recorder.wrote(Buffer.from(MESSAGE))
  expect(await recorder.read()).toMatchObject({
    requestBody: undefined,
    responseBody: undefined,
    requestBytes: MESSAGE.length,
    responseBytes: 3 * MESSAGE.length,
  })
})

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const)('reads an answer in %s, and keeps it as it came', async (coding, compress) => {
  const { recorder } = traced()
  const body = compress(MESSAGE)
  recorder.answered(200, [...JSON_TYPE, 'content-encoding', coding])
  recorder.wrote(body)
  const facts = await recorder.read()
  expect(facts.usage).toEqual({ input_tokens: 7 })
  expect(body.equals(facts.responseBody ?? new Uint8Array())).toBe(true)
})

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const)('reads as much of a %s stream as came before it was cut', async (coding, compress) => {
  const { recorder } = traced()
  const start = { type: 'message_start', message: { usage: { input_tokens: 9 } } }
  const noise = Array.from({ length: 20_000 }, (_, i) => `data: {"n":${(i * 7919) % 104_729}}\n\n`).join('')
  const body = compress(`data: ${JSON.stringify(start)}\n\n${noise}`)
  recorder.answered(200, ['content-type', 'text/event-stream', 'content-encoding', coding])
  recorder.wrote(body.subarray(0, body.length - 20))
  expect(await recorder.read()).toMatchObject({ usage: { input_tokens: 9 }, isStreaming: true })
})

it('says nothing of an answer in a coding that it cannot read', async () => {
  const { recorder } = traced()
  recorder.answered(200, [...JSON_TYPE, 'content-encoding', 'compress'])
  recorder.wrote(Buffer.from('???'))
  expect(await recorder.read()).toMatchObject({ isStreaming: false, provider: undefined })
})

it('knows that headers came without a body', async () => {
  const { recorder } = traced()
  recorder.reached('body')
  recorder.answered(200, [])
  expect(await recorder.read()).toMatchObject({ phase: 'headers', ttfbMs: undefined })
})

it('stores no request body if capture is off, or if there is no room', async () => {
  const unwanted = traced(false)
  expect(unwanted.recorder.keep(Buffer.from('{}'), () => undefined)).toBe(false)
  expect((await unwanted.recorder.read()).requestBody).toBeUndefined()
  const { recorder } = traced()
  expect(recorder.keep(Buffer.alloc(BUDGET + 1), () => undefined)).toBe(false)
  expect((await recorder.read()).requestBody).toBeUndefined()
})

it('gives all its memory back', () => {
  const { recorder, budget } = traced()
  let released = 0
  recorder.keep(Buffer.alloc(1000), () => (released += 1))
  recorder.answered(200, [...JSON_TYPE])
  recorder.wrote(Buffer.alloc(100_000))
  recorder.release()
  recorder.release()
  expect(released).toBe(1)
  expect(budget.take(BUDGET)).toBe(true)
})
