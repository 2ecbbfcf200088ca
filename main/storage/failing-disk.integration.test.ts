import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE_FILE } from './client/create-store.ts'
import { canMount, fillUp } from '../base/testing/small-disk.ts'
import { createRig, integrityOf, type Rig } from './testing/create-rig.ts'
import { record, until } from './testing/request.ts'

/** Time that another process holds the lock. For a full run: SIGNALBOX_LOCK_SECONDS=60. */
const LOCK_MS = Number(process.env['SIGNALBOX_LOCK_SECONDS'] ?? 1) * 1000
/** Number of positions at which the disk fills up. For a full run: SIGNALBOX_FULL_DISKS=120. */
const FULL_DISKS = Number(process.env['SIGNALBOX_FULL_DISKS'] ?? 6)
/** Disk pages written by a start and one batch; a disk that fills up later causes no failure. */
const PAGES_WRITTEN = 120
const PAGE = 4096

const BODY = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: 'some words '.repeat(500) }] }))

let rig: Rig
beforeEach(() => {
  rig = createRig()
})
afterEach(() => rig.end())

describe('a store whose disk fails', () => {
  it.runIf(canMount())('says so while the disk is full, and goes on when there is room', async () => {
    rig.mount('2m')
    const filler = join(rig.folder, 'filler')
    const store = rig.start({ limits: { rows: 1000, bodyBytes: 1_000_000, singleBodyBytes: 1_000_000 } })
    record(store, ['first'])
    await store.flush()
    writeFileSync(filler, '')
    fillUp(filler)
    let sent = 0
    for (; sent < 3000; sent++) {
      record(store, [`full-${sent}`], { requestBody: BODY })
      if (sent % 100 === 0) await delay(1)
    }
    await until(store, () => store.state().status === 'degraded')
    expect(store.state()).toMatchObject({ reason: 'disk_full', since: expect.any(String) })
    expect(store.state().not_kept).toBeGreaterThan(0)
    expect(store.state().waiting).toBeLessThanOrEqual(1000)

    rmSync(filler)
    await store.flush()
    await until(store, () => store.state().status === 'ok')
    record(store, ['last'])
    await store.flush()
    const list = await store.read('summaries', { offset: 0, limit: 0 })
    expect(list?.requests.map(({ requestId }) => requestId)).toEqual(
      expect.arrayContaining(['first', 'last']),
    )
    expect((list?.total ?? 0) + store.state().not_kept).toBe(sent + 2)
  })

  it.runIf(canMount())(
    `outlives a disk that is full at any of ${FULL_DISKS} places, and then has whole rows only`,
    { timeout: 60_000 + FULL_DISKS * 5000 },
    async () => {
      let degraded = 0
      for (let place = 0; place < FULL_DISKS; place++) {
        await rig.renew()
        rig.mount('2m')
        const left = Math.floor((place * PAGES_WRITTEN) / FULL_DISKS)
        const filler = join(rig.folder, 'filler')
        fillUp(filler)
        truncateSync(filler, Math.max(0, statSync(filler).size - left * PAGE))
        const store = rig.start()
        for (let i = 0; i < 40; i++)
          record(store, [`${place}-${i}`], { requestBody: Buffer.from(`${i}${String(BODY)}`) })
        await Promise.race([store.flush(), until(store, () => store.state().status === 'degraded')])
        degraded += Number(store.state().status === 'degraded')
        expect([null, 'disk_full']).toContain(store.state().reason)
        rmSync(filler)
        await store.flush()
        await until(store, () => store.state().status === 'ok')
        record(store, [`${place}-last`])
        await store.flush()
        const { total = 0 } = (await store.read('summaries', { offset: 0, limit: 0 })) ?? {}
        expect(total + store.state().not_kept).toBe(41)
        expect(store.state()).toMatchObject({ restarts: 0, set_aside: [] })
        await store.close()
        expect(integrityOf(join(rig.folder, DATABASE_FILE))).toBe('ok')
      }
      process.stdout.write(`${FULL_DISKS} full disks, ${degraded} of them noticed\n`)
      expect(degraded).toBeGreaterThan(FULL_DISKS / 4)
    },
  )

  it.runIf(canMount())('starts on a folder that takes nothing, and writes when it does', async () => {
    rig.mount('16m')
    rig.remount('ro')
    const store = rig.start()
    record(store, ['a'])
    await until(store, () => store.state().status === 'degraded')
    expect(store.state().reason).toBe('read_only')
    await expect(store.read('latestDate', {})).rejects.toMatchObject({ reason: 'read_only' })
    rig.remount('rw')
    await store.flush()
    expect((await store.read('requests', { page: 1, limit: 1 }))?.total).toBe(1)
    expect(store.state()).toMatchObject({ status: 'ok', not_kept: 0 })
  })

  it('starts where its folder is a file, and says so', async () => {
    rmSync(rig.folder, { recursive: true })
    writeFileSync(rig.folder, 'not a folder')
    const store = rig.start()
    record(store, ['a'])
    await until(store, () => store.state().status === 'degraded')
    expect(store.state().reason).toBe('io_error')
    expect(readFileSync(rig.folder, 'utf8')).toBe('not a folder')
  })

  it(
    'waits for a lock that another process holds, keeps what fits, and counts the rest',
    { timeout: 60_000 + 2 * LOCK_MS },
    async () => {
      const store = rig.start({ limits: { rows: 500 } })
      record(store, ['first'])
      await store.flush()
      const connection = spawn(
        process.execPath,
        [
          '-e',
          `const { DatabaseSync } = require('node:sqlite'); const file = new DatabaseSync(process.argv[1])
         file.exec('begin immediate'); console.log('held'); setInterval(() => {}, 1000)`,
          join(rig.folder, DATABASE_FILE),
        ],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      )
      await once(connection.stdout, 'data')
      const started = performance.now()
      for (let i = 0; i < 2000; i++) record(store, [`locked-${i}`])
      expect(performance.now() - started).toBeLessThan(1000)
      await until(store, () => store.state().reason === 'locked')
      // Readers are not locked out.
      expect((await store.read('requests', { page: 1, limit: 1 }))?.total).toBe(1)
      let sent = 2001
      for (; performance.now() - started < LOCK_MS; sent++) {
        record(store, [`still-${sent}`])
        await delay(100)
        expect(store.state()).toMatchObject({ status: 'degraded', reason: 'locked', restarts: 0 })
        expect(store.state().waiting).toBeLessThanOrEqual(500)
      }
      connection.kill('SIGKILL')
      await store.flush()
      expect(store.state().status).toBe('ok')
      const total = (await store.read('requests', { page: 1, limit: 1 }))?.total ?? 0
      expect(total + store.state().not_kept).toBe(sent)
      expect(total).toBeGreaterThan(400)
    },
  )
})
