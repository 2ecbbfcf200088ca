import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRandom, makeRow } from '../testing/make-rows.ts'
import { createJournal, type Journal } from './create-journal.ts'
import { readLines } from './journal-line.ts'

const plan = {
  random: createRandom(1),
  from: 0,
  to: 1e6,
  count: 100_000,
  models: ['m'],
  organizations: ['o'],
}

/** Number of write system calls by all threads of this process. */
function writeCalls(): number {
  return Number(/syscw: (\d+)/.exec(readFileSync('/proc/self/io', 'latin1'))?.[1])
}

describe('createJournal', () => {
  let folder = ''
  let journal: Journal
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signalbox-journal-'))
    journal = createJournal(join(folder, 'new folder', 'journal'))
  })
  afterEach(async () => {
    await journal.close({ keep: false })
    await rm(folder, { recursive: true, force: true })
  })

  async function files(): Promise<string[]> {
    const names = await readdir(join(folder, 'new folder')).catch(() => [])
    return Promise.all(names.map((name) => readFile(join(folder, 'new folder', name), 'utf8')))
  }
  async function ids(): Promise<string[]> {
    return (await files()).flatMap(readLines).map(({ requestId }) => requestId)
  }

  it('has a line for every row, and the end where there is one', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => makeRow(plan, index))
    for (const [index, row] of rows.entries()) journal.note({ ...row, end: undefined }, index + 1)
    for (const row of rows.slice(0, 100)) journal.note(row, 500)
    await journal.close({ keep: true })
    const lines = (await files()).flatMap(readLines)
    expect(lines.map(({ requestId }) => requestId).toSorted()).toEqual(
      rows.map((row) => row.requestId).toSorted(),
    )
    expect(lines.filter(({ end }) => end?.endedBy === 'crash')).toHaveLength(400)
  })

  it('has one line for a request that ends before its opening is written', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => makeRow(plan, index))
    for (const [index, row] of rows.entries()) journal.note({ ...row, end: undefined }, index + 1)
    for (const row of rows) journal.note(row, 50)
    await journal.close({ keep: true })
    const lines = (await files()).flatMap((text) => text.trim().split('\n'))
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
      rows.map(({ requestId }) => expect.objectContaining({ requestId, end: expect.anything() })),
    )
  })

  it('holds on to the bodies of few rows, however many wait for a write', async () => {
    setFlagsFromString('--expose-gc')
    const bodies = Array.from({ length: 2_000 }, (_, index) => {
      const row = makeRow(plan, index)
      const requestBody = new Uint8Array(100)
      journal.note({ ...row, end: { ...row.end, requestBody } }, index + 1)
      return new WeakRef(requestBody)
    })
    // Ends the task that made the references, but not the turn: nothing is written yet.
    await Promise.resolve()
    await new Promise<void>((resolve) => process.nextTick(resolve))
    runInNewContext('gc()')
    expect(bodies.filter((body) => body.deref() !== undefined).length).toBeLessThanOrEqual(500)
    await vi.waitFor(async () => expect(await ids()).toHaveLength(2_000))
  })

  it('takes little room, however much passes', async () => {
    for (let index = 0; index < 30_000; index++) {
      journal.note(makeRow(plan, index), index + 1)
      if (index % 500 !== 499) continue
      const last = makeRow(plan, index).requestId.slice(0, 8)
      await vi.waitFor(async () => expect((await ids()).some((id) => id.startsWith(last))).toBe(true), {
        interval: 1,
      })
      journal.settle(index - 100)
    }
    const written = (await files()).reduce((sum, text) => sum + text.length, 0)
    expect(written).toBeGreaterThan(0)
    expect(written).toBeLessThan(3_000_000)
    journal.settle(30_000)
    await vi.waitFor(async () => expect((await files()).join('')).toBe(''))
  })

  it('goes on without a folder that it may write to, and once it is there, writes', async () => {
    const blocked = join(folder, 'blocked')
    await writeFile(blocked, '')
    const other = createJournal(join(blocked, 'journal'))
    const later = makeRow(plan, 2)
    other.note(makeRow(plan, 1), 1)
    other.settle(1)
    await new Promise((resolve) => setImmediate(resolve))
    await rm(blocked)
    await vi.waitFor(async () => {
      other.note(later, 2)
      expect((await readdir(blocked)).length).toBeGreaterThan(0)
    })
    await other.close({ keep: true })
    const names = await readdir(blocked)
    const texts = await Promise.all(names.map((name) => readFile(join(blocked, name), 'utf8')))
    expect(texts.flatMap(readLines).map(({ requestId }) => requestId)).toContain(later.requestId)
  })

  it.runIf(process.platform === 'linux')('writes once in 25 ms, however many rows come', async () => {
    journal.note(makeRow(plan, 0), 1)
    await vi.waitFor(async () => expect(await ids()).toHaveLength(1))
    const [before, startedAt] = [writeCalls(), performance.now()]
    for (let index = 1; index <= 1_000; index++) {
      journal.note(makeRow(plan, index), index + 1)
      await new Promise(setImmediate)
    }
    const calls = writeCalls() - before
    await vi.waitFor(async () => expect(await ids()).toHaveLength(1_001))
    // Each write also counts the call with which its thread wakes this one; creating files takes a few more.
    expect(calls).toBeLessThan(20 + (3 * (performance.now() - startedAt)) / 25)
  })

  it('leaves no row out when its program ends by an error', async () => {
    const program = `
      import { createJournal } from ${JSON.stringify(new URL('./create-journal.ts', import.meta.url).href)}
      const row = (requestId) => ({ requestId, startedAt: 1, method: 'GET', endpoint: '/', requestHeaders: '' })
      const journal = createJournal(${JSON.stringify(join(folder, 'new folder', 'journal'))})
      journal.note(row('a'), 1)
      setTimeout(() => {
        for (let n = 0; n < 100; n++) journal.note(row('b' + n), n + 2)
        throw new Error('expected')
      }, 200)`
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program])
    expect([status, String(stderr)]).toEqual([1, expect.stringContaining('Error: expected')])
    expect(await ids()).toHaveLength(101)
  })

  it.each([
    ['deleted', (path: string) => rm(path, { recursive: true })],
    ['moved away', (path: string) => rename(path, `${path}-elsewhere`)],
  ])('writes to new files once its own were %s', async (_name, displace) => {
    const place = join(folder, 'place')
    const other = createJournal(join(place, 'journal'), { lookEveryMs: 0 })
    const noteUntilThere = async (index: number) => {
      const row = makeRow(plan, index)
      await vi.waitFor(async () => {
        other.note(row, index)
        const texts = await Promise.all(
          (await readdir(place)).map((name) => readFile(join(place, name), 'utf8')),
        )
        expect(texts.flatMap(readLines).map(({ requestId }) => requestId)).toContain(row.requestId)
      })
    }
    await noteUntilThere(1)
    await displace(place)
    await noteUntilThere(2)
    await other.close({ keep: false })
    expect(await readdir(place)).toEqual([])
  })

  it('leaves nothing behind when it is closed', async () => {
    journal.note(makeRow(plan, 1), 1)
    await journal.close({ keep: false })
    expect(await files()).toEqual([])
  })
})

describe('readLines', () => {
  it('leaves out a last line that is half written, and what is no row', () => {
    const rows = readLines(
      '{"requestId":"a","startedAt":1,"method":"GET","endpoint":"/","requestHeaders":""}\nnull\n[]\n{"requ',
    )
    expect(rows.map(({ requestId, end }) => [requestId, end?.endedBy])).toEqual([['a', 'crash']])
  })
})
