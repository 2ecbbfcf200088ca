import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { getPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'

const THREAD = `
import { parentPort } from 'node:worker_threads'
import { readFileSync } from 'node:fs'
import { lowerThreadPriority } from ${JSON.stringify(new URL('lower-thread-priority.ts', import.meta.url).href)}
lowerThreadPriority()
parentPort.postMessage(readFileSync('/proc/thread-self/stat', 'utf8'))`

it.runIf(process.platform === 'linux')('lets all other threads go first', async () => {
  const before = getPriority()
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`))
  const [stat]: unknown[] = await once(thread, 'message')
  expect(niceOf(String(stat))).toBe(10)
  expect(niceOf(await readFile('/proc/self/stat', 'utf8'))).toBe(before)
})

/** The 17th word after the name, which may contain spaces (proc(5)). */
function niceOf(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
}
