import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { collectGarbage, collectYoungGarbage } from './collect-garbage.ts'

const MB = 1024 * 1024

it.each([collectGarbage, collectYoungGarbage])('frees dead buffers: %o', async (collect) => {
  collectGarbage()
  const before = process.memoryUsage().arrayBuffers
  for (let at = 0; at < 500; at++) Buffer.allocUnsafeSlow(16 * 1024)
  expect(process.memoryUsage().arrayBuffers - before).toBeGreaterThan(7 * MB)
  collect()
  // The memory itself is freed by another thread.
  await setTimeout(100)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * MB)
  expect(Reflect.get(globalThis, 'gc')).toBeUndefined()
})
