import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fill } from './testing/fill-engine.ts'
import { openStorageWorker, type TestEngine } from './testing/open-engine.ts'

const MINUTE = 60_000
const DAY = 86_400_000

let folder: string
/** Elapsed real time, and the error of the wall clock, in ms. */
let passed: number
let wrong: number
const real = Date.now()

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-clock-'))
  passed = 0
  wrong = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (): TestEngine =>
  openStorageWorker(
    { file: join(folder, 'signalbox.db') },
    { maxDays: 30, now: () => real + passed + wrong, steady: () => passed },
  )
const count = async (storageWorker: TestEngine): Promise<number> =>
  (await storageWorker.read('requests', { page: 1, limit: 1 })).total

describe('a clock that is 40 days ahead for a moment', () => {
  it('deletes nothing while the program runs, nor when it starts again before it is right', async () => {
    let storageWorker = open()
    await fill(storageWorker, { from: real - 20 * DAY, to: real, count: 40 })
    await storageWorker.runMaintenance()

    wrong = 40 * DAY
    passed += 25_000
    await storageWorker.runMaintenance()
    expect(await count(storageWorker)).toBe(40)
    await storageWorker.close()

    storageWorker = open()
    passed += 30 * MINUTE
    await storageWorker.runMaintenance()
    expect(await count(storageWorker)).toBe(40)

    wrong = 0
    passed += 25_000
    await storageWorker.runMaintenance()
    expect(await count(storageWorker)).toBe(40)
    await storageWorker.close()
  })

  it('deletes nothing in a program that starts with it', async () => {
    const before = open()
    await fill(before, { from: real - 20 * DAY, to: real, count: 40 })
    await before.runMaintenance()
    await before.close()

    wrong = 40 * DAY
    const storageWorker = open()
    await storageWorker.runMaintenance()
    expect(await count(storageWorker)).toBe(40)
    await storageWorker.close()
  })

  it('closes no request of another program that lives', async () => {
    const other = open()
    const rows = await fill(other, { from: real - DAY, to: real, count: 3 })
    await other.persist(rows.map((row, index) => ({ ...row, requestId: `open-${index}`, end: undefined })))
    const storageWorker = open()
    // A live process other than this one.
    const file = new DatabaseSync(join(folder, 'signalbox.db'))
    file.prepare('update run set pid = ?').run(process.ppid)
    file.close()
    await storageWorker.runMaintenance()
    wrong = 40 * DAY
    passed += 25_000
    await storageWorker.runMaintenance()
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 10 })
    const open3 = requests.filter(({ requestId }) => requestId.startsWith('open-'))
    expect(open3.map(({ termination }) => termination)).toEqual([undefined, undefined, undefined])
    await storageWorker.close()
    await other.close()
  })
})

it('goes on deleting by age after a day, and while the clock is right', async () => {
  const storageWorker = open()
  await fill(storageWorker, { from: real - 30 * DAY + 60 * MINUTE, to: real, count: 300 })
  await storageWorker.runMaintenance()
  expect(await count(storageWorker)).toBe(300)
  for (let hours = 0; hours < 26; hours++) {
    passed += 60 * MINUTE
    await storageWorker.runMaintenance()
  }
  const afterDay = await count(storageWorker)
  expect(afterDay).toBeLessThan(300)

  wrong = 3 * DAY
  await storageWorker.runMaintenance()
  expect(await count(storageWorker)).toBe(afterDay)
  for (let hours = 0; hours < 26; hours++) {
    passed += 60 * MINUTE
    await storageWorker.runMaintenance()
  }
  expect(await count(storageWorker)).toBeLessThan(afterDay - 2)
  await storageWorker.close()
})
