import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startThread } from './start-thread.ts'

const THREAD = `
import { parentPort, workerData } from 'node:worker_threads'
import { double, type Numbers } from './part.ts'
const loaded: string[] = Reflect.get(process, 'moduleLoadList')
const numbers: Numbers = workerData
parentPort?.postMessage({ doubled: numbers.map(double), stripper: loaded.filter((name) => name.includes('amaro')) })`
const PART = `
export type Numbers = readonly number[]
export function double(value: number): number { return value * 2 }`

describe('startThread', () => {
  let folder = ''
  let near = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalbox-thread-'))
    near = pathToFileURL(join(folder, 'near.ts')).href
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('runs TypeScript without having its types stripped by the thread, which could end the process', async () => {
    await writeFile(join(folder, 'thread.ts'), THREAD)
    await writeFile(join(folder, 'part.ts'), PART)
    const thread = startThread('thread', near, { workerData: [1, 2] })
    const [message]: unknown[] = await once(thread, 'message')
    expect(message).toEqual({ doubled: [2, 4], stripper: [] })
  })

  it('finds the bundled file beside the program, or above its chunks', async () => {
    const source = "import { parentPort } from 'node:worker_threads'; parentPort.postMessage(import.meta.url)"
    await writeFile(join(folder, 'bundled.js'), source)
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    for (const from of [near, new URL('chunks/near.js', near).href]) {
      const [message]: unknown[] = await once(startThread('bundled', from, {}), 'message')
      expect(message).toBe(pathToFileURL(join(folder, 'bundled.js')).href)
    }
    expect(() => startThread('nothing', near, {})).toThrow('nothing is missing from this build')
  })
})
