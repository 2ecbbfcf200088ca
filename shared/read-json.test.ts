import { expect, it } from 'vitest'
import { readJson } from './read-json.ts'

it('reads up to the limit, and cancels a body that is longer by one byte', async () => {
  const json = JSON.stringify({ a: 'é'.repeat(10) })
  const size = new TextEncoder().encode(json).length
  expect(await readJson(new Response(json), size)).toEqual({ a: 'é'.repeat(10) })
  await expect(readJson(new Response(json), size - 1)).rejects.toThrow('more than')
  let isCancelled = false
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1_000)),
    cancel: () => void (isCancelled = true),
  })
  await expect(readJson(new Response(endless), 100_000)).rejects.toThrow('more than')
  expect(isCancelled).toBe(true)
})

it('refuses what is not JSON, and nothing', async () => {
  await expect(readJson(new Response('<html>'), 100)).rejects.toThrow(SyntaxError)
  await expect(readJson(new Response(null), 100)).rejects.toThrow(SyntaxError)
})
