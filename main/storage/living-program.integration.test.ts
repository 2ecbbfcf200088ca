import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ownIdentity } from '../base/process-identity.ts'
import { toLine } from './journal/journal-line.ts'
import type { TestEngine } from './testing/open-engine.ts'
import { planned } from './testing/plan-rows.ts'
import { createWrongClock, type WrongClock } from './testing/wrong-clock.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let clock: WrongClock
const real = Date.now()

beforeEach(() => {
  clock = createWrongClock(real)
})
afterEach(() => clock.remove())

const rowsNow = (name: string, count: number) =>
  planned({ from: clock.now(), to: clock.now() + SECOND, count }).map((row, index) => ({
    ...row,
    requestId: `${name}-${index}`,
  }))

describe('another program that lives', () => {
  /** A process other than this one. */
  async function withOther(act: (pid: number) => Promise<void>): Promise<void> {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000); console.log()'])
    await once(other.stdout, 'data')
    try {
      await act(other.pid ?? 0)
    } finally {
      other.kill('SIGKILL')
    }
  }
  function own(pid: number): void {
    using file = new DatabaseSync(join(clock.folder, 'signalbox.db'))
    file.prepare('update run set pid = ? where id = 1').run(pid)
  }
  const endings = async (worker: TestEngine) =>
    (await worker.read('summaries', { offset: 0, limit: 0 })).requests.map(
      ({ termination }) => termination?.who,
    )

  it.each([3 * HOUR, 3 * DAY, 40 * DAY, -3 * DAY])(
    'keeps its open requests when one starts whose clock is wrong by %d ms',
    async (error) => {
      await withOther(async (pid) => {
        const other = clock.open()
        await other.persist(rowsNow('open', 2).map((row) => ({ ...row, end: undefined })))
        own(pid)
        clock.wrong = error
        const worker = clock.open()
        await worker.runMaintenance()
        expect(await endings(worker)).toEqual([undefined, undefined])
        // Two minutes without a heartbeat.
        for (; clock.passed < 3 * MINUTE; clock.passed += 30 * SECOND) await worker.runMaintenance()
        expect(await endings(worker)).toEqual(['crash', 'crash'])
        await worker.close()
        await other.close()
      })
    },
  )

  it('keeps its open requests when both wake up from a sleep', async () => {
    await withOther(async (pid) => {
      const other = clock.open()
      await other.persist(rowsNow('open', 2).map((row) => ({ ...row, end: undefined })))
      const worker = clock.open()
      await worker.runMaintenance()
      own(pid)
      clock.passed += 8 * HOUR
      await worker.runMaintenance()
      expect(await endings(worker)).toEqual([undefined, undefined])
      await worker.close()
      await other.close()
    })
  })

  it.skipIf(ownIdentity().birth === null)('keeps its journal, whatever the clock says', async () => {
    const { pid, birth } = ownIdentity()
    const journal = (name: string) =>
      join(clock.folder, `journal-${name}-00000000-0000-4000-8000-000000000001-1.jsonl`)
    for (const [name, rows] of [
      [`${pid}.${birth}`, rowsNow('living', 1)],
      [`${pid}.1`, rowsNow('gone', 1)],
    ] as const) {
      writeFileSync(journal(name), rows.map((row) => toLine(row)).join(''))
      // Written before the clock was set ahead.
      utimesSync(journal(name), 1_000_000_000, 1_000_000_000)
    }
    const worker = clock.open()
    await worker.runMaintenance()
    const { requests } = await worker.read('summaries', { offset: 0, limit: 0 })
    expect(requests.map(({ requestId }) => requestId)).toEqual(['gone-0'])
    await worker.close()
  })
})
