import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE_FILE } from './create-store.ts'
import { createRig, type Rig } from './testing/create-rig.ts'
import { createRandom } from './testing/make-rows.ts'
import { record, until } from './testing/request.ts'

const CORRUPTIONS = Number(process.env['SIGNALBOX_CORRUPTIONS'] ?? 300)
const BODY = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: 'some words '.repeat(500) }] }))

let rig: Rig
beforeEach(() => {
  rig = createRig()
})
afterEach(() => rig.end())

describe('a store whose file is broken', () => {
  it(
    `starts and goes on with a new one, after any of ${CORRUPTIONS} damages`,
    { timeout: CORRUPTIONS * 2000 },
    async () => {
      const healthy = await healthyFile()
      const random = createRandom(3)
      let setAside = 0
      for (let round = 0; round < CORRUPTIONS; round++) {
        await rig.renew()
        damage(healthy, random)
        const store = rig.start()
        record(store, [`new-${round}`], { requestBody: BODY })
        await store.flush()
        await store.json('summaries', { offset: 0, limit: 0 }).catch(() => undefined)
        await store.json('request', { id: 'old-7' }).catch(() => undefined)
        // A page that nobody had read until now may break the file under the question; then there is a new one.
        record(store, [`again-${round}`])
        await store.flush()
        expect(store.state()).toMatchObject({ reason: null, not_kept: 0 })
        expect((await store.read('request', { id: `again-${round}` }))?.fullId).toBe(`again-${round}`)
        setAside += store.state().set_aside.length
        for (const name of store.state().set_aside) expect(existsSync(join(rig.folder, name))).toBe(true)
      }
      expect(setAside).toBeGreaterThan(CORRUPTIONS / 10)
    },
  )

  it('leaves the file of a newer Signalbox alone', async () => {
    const path = join(rig.folder, DATABASE_FILE)
    const newer = new DatabaseSync(path)
    newer.exec('create table future (x); pragma user_version = 999')
    newer.close()
    const before = readFileSync(path)
    const { mtimeMs } = statSync(path)
    const store = rig.start()
    record(store, ['a'])
    await until(store, () => store.state().status === 'degraded')
    expect(store.state().reason).toBe('newer_schema')
    await expect(store.read('latestDate', {})).rejects.toMatchObject({ reason: 'newer_schema' })
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(statSync(path).mtimeMs).toBe(mtimeMs)
    expect(readdirSync(rig.folder).filter((name) => name.startsWith(DATABASE_FILE))).toEqual([DATABASE_FILE])
  })

  async function healthyFile(): Promise<Buffer> {
    const store = rig.start()
    for (let i = 0; i < 300; i++)
      record(store, [`old-${i}`], { requestBody: Buffer.concat([BODY, Buffer.from(` ${i}`)]) })
    await store.flush()
    await store.close()
    return readFileSync(join(rig.folder, DATABASE_FILE))
  }

  function damage(healthy: Buffer, random: () => number): void {
    const path = join(rig.folder, DATABASE_FILE)
    const bytes = Buffer.from(healthy)
    const at = (length: number) => Math.floor(random() * length)
    writeFileSync(path, bytes)
    switch (at(6)) {
      case 0:
        return truncateSync(path, at(bytes.length))
      case 1: {
        const page = at(bytes.length / 8192) * 8192
        for (let i = 0; i < 8192; i++) bytes[page + i] = at(256)
        return writeFileSync(path, bytes)
      }
      case 2:
        for (let i = 0; i < 20; i++) bytes[at(bytes.length)] = at(256)
        return writeFileSync(path, bytes)
      case 3:
        // But for the last digit of the version: that file could be one of a newer Signalbox.
        for (let i = 0; i < 4; i++) bytes[at(63)] = at(256)
        return writeFileSync(path, bytes)
      case 4:
        return writeFileSync(`${path}-wal`, Buffer.from(Array.from({ length: 9000 }, () => at(256))))
      default:
        return writeFileSync(path, 'this is no database '.repeat(at(1000)))
    }
  }
})
