import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE_FILE } from './client/create-store.ts'
import type { Store } from './client/store.ts'
import { createRig, integrityOf, type Rig } from './testing/create-rig.ts'
import { record, until } from './testing/request.ts'

const BODY = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: 'some words '.repeat(500) }] }))

let rig: Rig
let path: string
/** A complete Signalbox database with one row `theirs`, used as a restored backup. */
let backup: string
beforeEach(async () => {
  rig = createRig()
  const other = rig.start()
  record(other, ['theirs'], { requestBody: BODY })
  await other.flush()
  await other.close()
  backup = join(rig.folder, 'backup')
  renameSync(join(rig.folder, DATABASE_FILE), backup)
  path = join(rig.folder, DATABASE_FILE)
})
afterEach(() => rig.end())

const files = ['', '-wal', '-shm']
const foreign = 'a file of another program '.repeat(2000)
const gone = (suffixes: readonly string[]) => () => {
  for (const suffix of suffixes) rmSync(path + suffix, { force: true })
}
const moveOver = (content: string) => () => {
  writeFileSync(`${path}.new`, content)
  renameSync(`${path}.new`, path)
}

/** Actions of other programs on the open file. `rows`: earlier rows that the next start still shows. */
const CASES: readonly [string, { act: () => void; how: string | null; rows: string[]; kept?: string }][] = [
  ['the database is deleted', { act: gone(['']), how: 'missing', rows: [] }],
  ['the database and its log are deleted', { act: gone(files), how: 'missing', rows: [] }],
  ['the log is deleted', { act: gone(['-wal']), how: 'log', rows: ['before'] }],
  ['log and index are deleted', { act: gone(['-wal', '-shm']), how: 'log', rows: ['before'] }],
  ['the folder is deleted', { act: () => rmSync(rig.folder, { recursive: true }), how: 'missing', rows: [] }],
  [
    'the folder is renamed',
    { act: () => renameSync(rig.folder, `${rig.folder}-moved`), how: 'missing', rows: [] },
  ],
  ['the database is renamed', { act: () => renameSync(path, `${path}.old`), how: 'missing', rows: [] }],
  [
    'a file of ours takes its place',
    { act: () => renameSync(backup, path), how: 'replaced', rows: ['theirs'] },
  ],
  [
    'a file of ours takes its place, and the log is deleted',
    {
      act: () => {
        gone(files)()
        renameSync(backup, path)
      },
      how: 'replaced',
      rows: ['theirs'],
    },
  ],
  [
    'another program’s file takes its place',
    { act: moveOver(foreign), how: 'replaced', rows: [], kept: foreign },
  ],
  ['an empty file takes its place', { act: moveOver(''), how: 'replaced', rows: [] }],
  ['it is overwritten', { act: () => writeFileSync(path, foreign), how: 'damaged', rows: [], kept: foreign }],
  ['it is cut to nothing', { act: () => truncateSync(path), how: 'damaged', rows: [] }],
  ['its log is cut', { act: () => truncateSync(`${path}-wal`), how: null, rows: [] }],
  ['it is touched', { act: () => utimesSync(path, 1, 1), how: null, rows: ['before'] }],
]

async function rowsOf(store: Store): Promise<string[]> {
  const list = await store.read('summaries', { offset: 0, limit: 0 })
  return (list?.requests ?? []).map(({ requestId }) => requestId).toSorted()
}

async function textOf(store: Store, id: string): Promise<string> {
  return JSON.stringify(await store.read('request', { id }))
}

describe.each(CASES)('%s while the store is open', (_title, { act, how, rows, kept }) => {
  it('loses nothing from then on, touches nothing that is not ours, and says so', async () => {
    const store = rig.start()
    record(store, ['before'], { requestBody: BODY })
    await store.flush()
    act()
    record(store, ['after'], { requestBody: BODY })
    await store.flush()
    record(store, ['again'], { requestBody: BODY })
    await store.flush()
    expect(store.state()).toMatchObject({ reason: null, not_kept: 0, bodies_not_kept: 0, restarts: 0 })
    expect(store.state().displaced?.how ?? null).toBe(how)
    expect(await textOf(store, 'after')).toContain('some words')
    await store.close()

    const next = rig.start()
    const found = await rowsOf(next)
    expect(found).toEqual(expect.arrayContaining(['after', 'again', ...rows]))
    // Rows from a truncated log may or may not survive.
    const allowed = new Set(['after', 'again', ...rows, ...(how === null ? ['before'] : [])])
    expect(found.filter((id) => !allowed.has(id))).toEqual([])
    for (const id of found) expect(await textOf(next, id)).toContain('some words')
    await next.close()
    expect(integrityOf(path)).toBe('ok')
    const wanted = kept === undefined ? [] : [kept]
    expect(setAsideContents()).toEqual(expect.arrayContaining(wanted))
    rmSync(`${rig.folder}-moved`, { recursive: true, force: true })
  })
})

it.each(
  CASES.filter(([, { how }], at) => how !== null && CASES.findIndex(([, other]) => other.how === how) === at),
)('notices within seconds, while nothing happens, that %s', async (_title, { act, how }) => {
  const store = rig.start()
  record(store, ['before'])
  await store.flush()
  act()
  await until(store, () => store.state().displaced !== null && store.state().reason === null)
  expect(store.state().displaced?.how).toBe(how)
})

function setAsideContents(): string[] {
  return readdirSync(rig.folder)
    .filter((name) => name.startsWith(`${DATABASE_FILE}.corrupt-`))
    .map((name) => readFileSync(join(rig.folder, name), 'latin1'))
    .map((text) => Buffer.from(text, 'latin1').toString('utf8'))
}

it('makes a renamed database whole at its new place', async () => {
  const store = rig.start()
  record(store, ['before'])
  await store.flush()
  renameSync(path, `${path}.old`)
  record(store, ['after'])
  await store.flush()
  await store.close()
  expect(integrityOf(`${path}.old`)).toBe('ok')
  const old = new DatabaseSync(`${path}.old`)
  expect(old.prepare('select count(*) as count from request').get()).toEqual({ count: 1 })
  old.close()
})

it('writes down in the new file how a request ended that began in the old one', async () => {
  const store = rig.start()
  const ids = ['one', 'two', 'three']
  record(store, ids.slice(0, 1))
  await store.flush()
  gone(files)()
  record(store, ids.slice(1))
  await store.flush()
  expect(await rowsOf(store)).toEqual(['three', 'two'])
})

it('refuses a foreign file at a place that was named, keeps the rows until it is gone, and leaves it as it is', async () => {
  const folder = join(rig.folder, 'named')
  mkdirSync(folder)
  path = join(folder, 'mine.db')
  const store = rig.start({ databasePath: path })
  record(store, ['before'])
  await store.flush()
  moveOver(foreign)()
  record(store, ['after'])
  await until(store, () => store.state().reason === 'foreign')
  expect(readFileSync(path, 'utf8')).toBe(foreign)
  rmSync(path)
  await store.flush()
  expect(await rowsOf(store)).toEqual(['after'])
  expect(store.state()).toMatchObject({ not_kept: 0, set_aside: [] })
})

it('takes nothing for displaced while two stores write, vacuum and close', async () => {
  const stores = [rig.start(), rig.start()]
  for (let round = 0; round < 30; round++) {
    for (const [index, store] of stores.entries())
      record(
        store,
        Array.from({ length: 20 }, (_, at) => `${index}-${round}-${at}`),
        { requestBody: BODY },
      )
    await Promise.all(stores.map((store) => store.flush()))
    if (round % 10 === 9) await stores[0]?.read('clear', {})
  }
  for (const store of stores)
    expect(store.state()).toMatchObject({ displaced: null, set_aside: [], not_kept: 0 })
  expect(existsSync(`${path}-wal`)).toBe(true)
})
