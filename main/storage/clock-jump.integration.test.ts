import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fill } from './testing/fill-engine.ts'
import type { TestEngine } from './testing/open-engine.ts'
import { createWrongClock, type WrongClock } from './testing/wrong-clock.ts'

const MINUTE = 60_000
const DAY = 86_400_000

let clock: WrongClock
const real = Date.now()

beforeEach(() => {
  clock = createWrongClock(real)
})
afterEach(() => clock.remove())

const count = async (storageWorker: TestEngine): Promise<number> =>
  (await storageWorker.read('requests', { page: 1, limit: 1 })).total

describe('a clock that is 40 days ahead for a moment', () => {
  it('deletes nothing while the program runs, nor when it starts again before it is right', async () => {
    let storageWorker = clock.open()
    await fill(storageWorker, { from: real - 20 * DAY, to: real, count: 40 })
    await storageWorker.runMaintenance()

    clock.wrong = 40 * DAY
    clock.passed += 25_000
    await storageWorker.runMaintenance()
    expect(await count(storageWorker)).toBe(40)
    await storageWorker.close()

    storageWorker = clock.open()
    clock.passed += 30 * MINUTE
    await storageWorker.runMaintenance()
    expect(await count(storageWorker)).toBe(40)

    clock.wrong = 0
    clock.passed += 25_000
    await storageWorker.runMaintenance()
    expect(await count(storageWorker)).toBe(40)
    await storageWorker.close()
  })

  it('deletes nothing in a program that starts with it', async () => {
    const before = clock.open()
    await fill(before, { from: real - 20 * DAY, to: real, count: 40 })
    await before.runMaintenance()
    await before.close()

    clock.wrong = 40 * DAY
    const storageWorker = clock.open()
    await storageWorker.runMaintenance()
    expect(await count(storageWorker)).toBe(40)
    await storageWorker.close()
  })

  it('closes no request of another program that lives', async () => {
    const other = clock.open()
    const rows = await fill(other, { from: real - DAY, to: real, count: 3 })
    await other.persist(rows.map((row, index) => ({ ...row, requestId: `open-${index}`, end: undefined })))
    const storageWorker = clock.open()
    // A live process other than this one.
    const file = new DatabaseSync(join(clock.folder, 'signalbox.db'))
    file.prepare('update run set pid = ?').run(process.ppid)
    file.close()
    await storageWorker.runMaintenance()
    clock.wrong = 40 * DAY
    clock.passed += 25_000
    await storageWorker.runMaintenance()
    const { requests } = await storageWorker.read('summaries', { offset: 0, limit: 10 })
    const open3 = requests.filter(({ requestId }) => requestId.startsWith('open-'))
    expect(open3.map(({ termination }) => termination)).toEqual([undefined, undefined, undefined])
    await storageWorker.close()
    await other.close()
  })
})

it('goes on deleting by age after a day, and while the clock is right', async () => {
  const storageWorker = clock.open()
  await fill(storageWorker, { from: real - 30 * DAY + 60 * MINUTE, to: real, count: 300 })
  await storageWorker.runMaintenance()
  expect(await count(storageWorker)).toBe(300)
  for (let hours = 0; hours < 26; hours++) {
    clock.passed += 60 * MINUTE
    await storageWorker.runMaintenance()
  }
  const afterDay = await count(storageWorker)
  expect(afterDay).toBeLessThan(300)

  clock.wrong = 3 * DAY
  await storageWorker.runMaintenance()
  expect(await count(storageWorker)).toBe(afterDay)
  for (let hours = 0; hours < 26; hours++) {
    clock.passed += 60 * MINUTE
    await storageWorker.runMaintenance()
  }
  expect(await count(storageWorker)).toBeLessThan(afterDay - 2)
  await storageWorker.close()
})
