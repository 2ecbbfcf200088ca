import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createConfigStore } from './config-store.ts'

const SAVE_MANY = join(import.meta.dirname, 'testing', 'save-many.ts')

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-two-'))
  path = join(folder, 'config.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const save = async (section: string, count: number): Promise<string> =>
  (await promisify(execFile)(process.execPath, [SAVE_MANY, path, section, String(count)])).stdout.trim()

it('loses none of 60 saves that two processes make at once, and leaves nothing beside the file', async () => {
  writeFileSync(path, '{}\n')
  expect(await Promise.all([save('routing', 30), save('storage', 30)])).toEqual(['0', '0'])
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    routing: { longContextThreshold: 30 },
    storage: { maxDays: 30 },
  })
  expect(readdirSync(folder)).toEqual(['config.json'])
})

it('is not held up by the lock of a process that was killed', async () => {
  writeFileSync(join(folder, '.signalbox.lock'), JSON.stringify({ pid: 2 ** 22 - 3, birth: '1' }))
  expect(await save('routing', 2)).toBe('0')
  expect(readdirSync(folder)).toEqual(['config.json'])
})

it.skipIf(process.platform !== 'linux')(
  'says that another one is busy, and changes nothing',
  { timeout: 20_000 },
  async () => {
    // A lock held by this process counts as held by a live one.
    const birth = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[19]
    writeFileSync(join(folder, '.signalbox.lock'), JSON.stringify({ pid: process.pid, birth }))
    const store = createConfigStore({ path, log: { warn: () => undefined } })
    await expect(store.update({ routing: { longContextThreshold: 7 } })).rejects.toMatchObject({
      code: 'not_saved',
    })
    store.close()
    expect(readdirSync(folder)).toEqual(['.signalbox.lock'])
  },
)
