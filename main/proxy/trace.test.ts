import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createCopyBudget } from './answer-copy.ts'
import { createSlabPool } from './slab-pool.ts'
import { createTrace } from './trace.ts'

const BUDGET = 1024 * 1024
const MESSAGE = JSON.stringify({ model: 'claude-x', usage: { input_tokens: 7 }, pad: 'ab'.repeat(50_000) })
const JSON_TYPE = ['Content-Type', 'application/json'] as const

function traced(keepsRequest = true) {
  const clock = { now: 1000 }
  const budget = createCopyBudget(BUDGET)
  return {
    clock,
    budget,
    trace: createTrace({ now: () => clock.now, budget, pool: createSlabPool(0), keepsRequest }),
  }
}

it('keeps both bodies and the time to the first byte', async () => {
  const { clock, trace } = traced()
  expect(trace.keep(Buffer.from('{"model":"claude-x"}'), () => undefined)).toBe(true)
  trace.reached('body')
  trace.answered(200, [...JSON_TYPE])
  clock.now = 1250
  trace.wrote(Buffer.from(MESSAGE))
  clock.now = 1300
  trace.wrote(Buffer.from(' '))
  const facts = await trace.read()
  expect(facts).toMatchObject({ ttfbMs: 250, phase: 'body', isStreaming: false, usage: { input_tokens: 7 } })
  expect(Buffer.from(facts.requestBody ?? []).toString()).toBe('{"model":"claude-x"}')
  expect(Buffer.from(facts.responseBody ?? []).toString()).toBe(`${MESSAGE} `)
})

it('says how long bodies were for which there was no room', async () => {
  const { budget, trace } = traced()
  budget.take(BUDGET)
  expect(trace.keep(Buffer.from(MESSAGE), () => undefined)).toBe(false)
  trace.answered(200, [...JSON_TYPE])
  for (let i = 0; i < 3; i++) trace.wrote(Buffer.from(MESSAGE))
  expect(await trace.read()).toMatchObject({
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
  const { trace } = traced()
  const body = compress(MESSAGE)
  trace.answered(200, [...JSON_TYPE, 'content-encoding', coding])
  trace.wrote(body)
  const facts = await trace.read()
  expect(facts.usage).toEqual({ input_tokens: 7 })
  expect(body.equals(facts.responseBody ?? new Uint8Array())).toBe(true)
})

it.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
] as const)('reads as much of a %s stream as came before it was cut', async (coding, compress) => {
  const { trace } = traced()
  const start = { type: 'message_start', message: { usage: { input_tokens: 9 } } }
  const noise = Array.from({ length: 4000 }, (_, i) => `data: {"n":${(i * 7919) % 104_729}}\n\n`).join('')
  const body = compress(`data: ${JSON.stringify(start)}\n\n${noise}`)
  trace.answered(200, ['content-type', 'text/event-stream', 'content-encoding', coding])
  trace.wrote(body.subarray(0, body.length - 20))
  expect(await trace.read()).toMatchObject({ usage: { input_tokens: 9 }, isStreaming: true })
})

it('says nothing of an answer in a coding that it cannot read', async () => {
  const { trace } = traced()
  trace.answered(200, [...JSON_TYPE, 'content-encoding', 'compress'])
  trace.wrote(Buffer.from('???'))
  expect(await trace.read()).toMatchObject({ isStreaming: false, provider: undefined })
})

it('knows that headers came without a body', async () => {
  const { trace } = traced()
  trace.reached('body')
  trace.answered(200, [])
  expect(await trace.read()).toMatchObject({ phase: 'headers', ttfbMs: undefined })
})

it('keeps no request body where nobody wants it, or where there is no room', async () => {
  const unwanted = traced(false)
  expect(unwanted.trace.keep(Buffer.from('{}'), () => undefined)).toBe(false)
  expect((await unwanted.trace.read()).requestBody).toBeUndefined()
  const { trace } = traced()
  expect(trace.keep(Buffer.alloc(BUDGET + 1), () => undefined)).toBe(false)
  expect((await trace.read()).requestBody).toBeUndefined()
})

it('gives all its memory back', () => {
  const { trace, budget } = traced()
  let released = 0
  trace.keep(Buffer.alloc(1000), () => (released += 1))
  trace.answered(200, [...JSON_TYPE])
  trace.wrote(Buffer.alloc(100_000))
  trace.release()
  trace.release()
  expect(released).toBe(1)
  expect(budget.take(BUDGET)).toBe(true)
})
