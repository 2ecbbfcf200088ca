import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE_FILE } from './client/create-store.ts'
import { MIGRATIONS } from './migrations.ts'
import { markOf } from './sqlite/database-file.ts'
import { createRig, type Rig } from './testing/create-rig.ts'
import { type FileSet, writeDamaged } from './testing/damage-file.ts'
import { createRandom } from './testing/make-rows.ts'
import { record, until } from './testing/request.ts'

/** For a full run: SIGNALBOX_CORRUPTIONS=500. */
const CORRUPTIONS = Number(process.env['SIGNALBOX_CORRUPTIONS'] ?? 60)
const BODY = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: 'some words '.repeat(500) }] }))

let rig: Rig
beforeEach(() => {
  rig = createRig()
})
afterEach(() => rig.end())

describe('a store whose file is broken', () => {
  it(
    `starts and goes on with a new one, after any of ${CORRUPTIONS} damages`,
    { timeout: 60_000 + CORRUPTIONS * 2000 },
    async () => {
      const { closed, left } = await healthyFiles()
      const random = createRandom(CORRUPTIONS)
      let setAside = 0
      for (let round = 0; round < CORRUPTIONS; round++) {
        await rig.renew()
        writeDamaged(join(rig.folder, DATABASE_FILE), round % 2 === 0 ? closed : left, random)
        const store = rig.start()
        record(store, [`new-${round}`], { requestBody: BODY })
        await store.flush()
        await store.json('summaries', { offset: 0, limit: 0 }).catch(() => undefined)
        await store.json('request', { id: 'old-7' }).catch(() => undefined)
        // A page that was not read before may break the file during the query; then a new file replaces it.
        record(store, [`again-${round}`])
        await store.flush()
        expect(store.state()).toMatchObject({ reason: null, not_kept: 0, restarts: 0 })
        expect((await store.read('request', { id: `again-${round}` }))?.fullId).toBe(`again-${round}`)
        setAside += store.state().set_aside.length
        for (const name of store.state().set_aside) expect(existsSync(join(rig.folder, name))).toBe(true)
      }
      process.stdout.write(`${CORRUPTIONS} damages, ${setAside} files set aside\n`)
      expect(setAside).toBeGreaterThan(CORRUPTIONS / 4)
    },
  )

  it.skipIf(process.platform === 'win32').each([
    [DATABASE_FILE, 1],
    ['journal-999999999-01234567-89ab-4cde-8f01-23456789abcd-1.jsonl', 0],
  ])('does not wait where %s is a pipe, and ends', async (name, setAside) => {
    execFileSync('mkfifo', [join(rig.folder, name)])
    const store = rig.start()
    record(store, ['new'])
    await store.flush()
    expect((await store.read('request', { id: 'new' }))?.fullId).toBe('new')
    expect(store.state()).toMatchObject({ status: 'ok', reason: null, not_kept: 0 })
    expect(store.state().set_aside).toHaveLength(setAside)
  })

  it('goes on when the file breaks while it is open', async () => {
    const store = rig.start()
    record(store, ['before'], { requestBody: BODY })
    await store.flush()
    const path = join(rig.folder, DATABASE_FILE)
    execFileSync('truncate', ['-s', '0', path, `${path}-wal`])
    record(store, ['after'], { requestBody: BODY })
    await store.flush()
    await Promise.allSettled([
      store.json('summaries', { offset: 0, limit: 0 }),
      store.json('organizations', {}),
    ])
    record(store, ['again'])
    await store.flush()
    expect((await store.read('request', { id: 'again' }))?.fullId).toBe('again')
    expect(store.state()).toMatchObject({ status: 'ok', not_kept: 0, restarts: 0 })
  })

  it.each([
    ['a newer version without our mark', `pragma user_version = ${MIGRATIONS.length + 1}`],
    ['the mark of another program', 'pragma application_id = 1'],
    ['a table of somebody else', 'create table theirs (x)'],
  ])('puts a file with %s aside', async (_, statement) => {
    const first = rig.start()
    record(first, ['old'])
    await first.close()
    const file = new DatabaseSync(join(rig.folder, DATABASE_FILE))
    file.exec(statement)
    file.close()
    const store = rig.start()
    record(store, ['new'])
    await store.flush()
    expect((await store.read('requests', { page: 1, limit: 10 }))?.total).toBe(1)
    expect(store.state().set_aside).toHaveLength(1)
  })

  it('leaves the file of a newer Signalbox alone', async () => {
    const path = join(rig.folder, DATABASE_FILE)
    const newer = new DatabaseSync(path)
    newer.exec('create table future (x); pragma user_version = 999; pragma application_id = ' + markOf(999))
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

  /** Files of a store that was closed, and of one that was not. */
  async function healthyFiles(): Promise<{ closed: FileSet; left: FileSet }> {
    const path = join(rig.folder, DATABASE_FILE)
    const store = rig.start()
    for (let i = 0; i < 300; i++)
      record(store, [`old-${i}`], { requestBody: Buffer.concat([BODY, Buffer.from(` ${i}`)]) })
    await store.flush()
    const left = { file: readFileSync(path), log: readFileSync(`${path}-wal`) }
    await store.close()
    return { closed: { file: readFileSync(path), log: undefined }, left }
  }
})
