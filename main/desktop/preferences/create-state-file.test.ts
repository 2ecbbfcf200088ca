import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { silentLog } from '../testing/silent-log.ts'
import { createStateFile } from './create-state-file.ts'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'signalbox-state-'))
  path = join(folder, 'desktop.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = () => createStateFile({ path, log: silentLog })

test('remembers what was changed last', async () => {
  const file = open()
  file.update({ notifications: false })
  file.update({ shortcut: 'Alt+S' })
  file.update({ shortcut: 'Alt+B' })
  await file.written()
  expect(open().read()).toMatchObject({ notifications: false, shortcut: 'Alt+B' })
})

test.skipIf(process.platform === 'win32')('only the owner can read it', async () => {
  const file = open()
  file.update({ notifications: false })
  await file.written()
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('has defaults for everything, and begins without a file', () => {
  expect(open().read()).toEqual({
    notifications: true,
    shortcut: null,
    language: 'system',
    dashboard: {},
    toldLimits: {},
  })
})

test('keeps the parts that fit, and forgets those that do not', () => {
  writeFileSync(path, JSON.stringify({ notifications: 'yes', shortcut: 'Alt+S', dashboard: { 1: { x: 1 } } }))
  expect(open().read()).toMatchObject({ notifications: true, shortcut: 'Alt+S', dashboard: {} })
})

test.each(['', '{', 'null', '[]', '"text"'])('takes a broken file for none: %s', (text) => {
  writeFileSync(path, text)
  expect(open().read().notifications).toBe(true)
})

test('a folder that cannot be written costs the memory, not the app', async () => {
  const file = createStateFile({ path: join(folder, 'missing', 'desktop.json'), log: silentLog })
  file.update({ notifications: false })
  await file.written()
  expect(file.read().notifications).toBe(false)
  expect(existsSync(path)).toBe(false)
})
