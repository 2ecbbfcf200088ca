import { symlinkSync, writeFileSync } from 'node:fs'
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Migration, MIGRATIONS } from '../migrations.ts'
import { openSqlite } from './open-sqlite.ts'

const SECOND: Migration = () => ['create table second (x integer)', 'insert into second values (2)']
const THIRD: Migration = () => ['alter table second add column y integer']
const BAD: Migration = () => ['create table half (x integer)', 'create table half (x integer)']

describe('openSqlite', () => {
  let folder = ''
  let file = ''
  let time = Date.UTC(2026, 10, 20)

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalbox-store-'))
    file = join(folder, 'signalbox.db')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  function open(migrations: readonly Migration[], { isNamed = false, at = file } = {}) {
    time += 1000
    return openSqlite({
      file: at,
      isNamed,
      migrations,
      busyTimeoutMs: 50,
      now: () => time,
      onSetAside: () => expect.fail(),
    })
  }
  function ask(sql: string, path = file): unknown[] {
    const database = new DatabaseSync(path)
    try {
      return database
        .prepare(sql)
        .all()
        .map((row) => Object.values(row)[0])
    } finally {
      database.close()
    }
  }

  it('makes a file that gives space back and does not wait long for a lock', async () => {
    await open(MIGRATIONS).close()
    expect(ask('pragma auto_vacuum')).toEqual([2])
    expect(ask('pragma journal_mode')).toEqual(['wal'])
    expect(ask('pragma page_size')).toEqual([8192])
    expect(ask('pragma user_version')).toEqual([MIGRATIONS.length])
    expect(ask('pragma freelist_count')).toEqual([0])
  })

  it('tells each step of an update that takes a while', async () => {
    const steps: [number, number][] = []
    const options = { file, busyTimeoutMs: 50, now: () => time, onSetAside: () => expect.fail() }
    const onStep = (step: number, of: number) => steps.push([step, of])
    const openNow = (migrations: readonly Migration[]) =>
      openSqlite({ ...options, migrations, onStep }).close()
    await openNow(MIGRATIONS)
    await openNow([...MIGRATIONS, SECOND])
    expect(steps).toEqual([])
    ask("insert into term values (1, 1, printf('%.*c', 17000000, 'x'))")
    const newest = [...MIGRATIONS, SECOND, THIRD, SECOND.bind(undefined)]
    await expect(async () => openNow(newest)).rejects.toThrow('already exists')
    expect(steps).toEqual([
      [1, 2],
      [2, 2],
    ])
  })

  it('brings an older file up to date, after a copy of it was made', async () => {
    await open(MIGRATIONS).close()
    ask("insert into term values (1, 1, 'mine')")
    await open([...MIGRATIONS, SECOND, THIRD]).close()
    expect(ask('pragma user_version')).toEqual([MIGRATIONS.length + 2])
    expect(ask('select x from second')).toEqual([2])
    const backup = (await readdir(folder)).find((name) => name.includes('before')) ?? ''
    expect(ask('pragma user_version', join(folder, backup))).toEqual([MIGRATIONS.length])
    expect(ask('select text from term', join(folder, backup))).toEqual(['mine'])
  })

  it('knows of no cache write for an hour in what the first version had written', async () => {
    await open(MIGRATIONS.slice(0, 1)).close()
    ask('insert into day_usage values (20000, 1, 0, 2, 3, 4, 5, 6, 7, 2)')
    // Later versions make these sums from others.
    await open(MIGRATIONS.slice(0, 13)).close()
    expect(ask('select cache_creation_1h from day_usage')).toEqual([0])
    expect(ask('select cache_creation from day_usage')).toEqual([5])
    expect(ask('select served_model_id from day_usage')).toEqual([1])
    expect(ask('select uses from day_usage')).toEqual([2])
  })

  it('leaves a file as it was when a step fails, and whole steps before it done', async () => {
    await open(MIGRATIONS).close()
    expect(() => open([...MIGRATIONS, SECOND, BAD])).toThrow('half')
    expect(ask('pragma user_version')).toEqual([MIGRATIONS.length + 1])
    expect(ask("select name from sqlite_schema where name = 'half'")).toEqual([])
    await open([...MIGRATIONS, SECOND, THIRD]).close()
    expect(ask('pragma user_version')).toEqual([MIGRATIONS.length + 2])
  })

  it('makes a file that was named private, and leaves its folder as it is', async () => {
    await chmod(folder, 0o755)
    await open(MIGRATIONS, { isNamed: true }).close()
    await open(MIGRATIONS, { isNamed: true }).close()
    expect((await stat(folder)).mode & 0o777).toBe(0o755)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await open(MIGRATIONS).close()
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })

  it('leaves the mode of a data folder with files of others, and of one behind a link', async () => {
    await chmod(folder, 0o755)
    writeFileSync(join(folder, 'report.txt'), '')
    await open(MIGRATIONS).close()
    expect((await stat(folder)).mode & 0o777).toBe(0o755)
    await rm(join(folder, 'report.txt'))
    const link = `${folder}-link`
    symlinkSync(folder, link)
    try {
      await open(MIGRATIONS, { at: join(link, 'signalbox.db') }).close()
      expect((await stat(folder)).mode & 0o777).toBe(0o755)
    } finally {
      await rm(link)
    }
  })

  it.each([
    ['tables', () => void ask('create table requests (id text)')],
    ['a mark', () => void ask('pragma application_id = 77')],
    ['text', () => writeFileSync(file, 'Notes.\n'.repeat(50))],
  ])('does not touch a file that was named, and has %s of another program', async (_, write) => {
    write()
    await chmod(file, 0o644)
    const before = await readFile(file)
    expect(() => open(MIGRATIONS, { isNamed: true })).toThrow(expect.objectContaining({ reason: 'foreign' }))
    expect((await readFile(file)).equals(before)).toBe(true)
    expect((await stat(file)).mode & 0o777).toBe(0o644)
    expect(await readdir(folder)).toEqual(['signalbox.db'])
  })

  it('keeps the two newest copies only', async () => {
    for (let version = 0; version < 5; version++) {
      const steps = Array.from({ length: version }, (_, n): Migration => () => [`create table step_${n} (x)`])
      await open([...MIGRATIONS, ...steps]).close()
    }
    const backups = (await readdir(folder)).filter((name) => name.includes('before'))
    const versions = backups.map((name) => Number(/\.before-v(\d+)-2/.exec(name)?.[1]))
    expect(versions.toSorted((one, other) => one - other)).toEqual([
      MIGRATIONS.length + 3,
      MIGRATIONS.length + 4,
    ])
  })

  it('does not touch a file of a newer version', async () => {
    await open([...MIGRATIONS, SECOND]).close()
    const before = await readFile(file)
    expect(() => open(MIGRATIONS)).toThrow(`version ${MIGRATIONS.length + 1}`)
    expect((await readFile(file)).equals(before)).toBe(true)
    expect(await readdir(folder)).toEqual(['signalbox.db'])
  })
})
