import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCommandLineTool, type CommandLineToolDeps } from './create-command-line-tool.ts'

let home: string
beforeEach(() => (home = mkdtempSync(join(tmpdir(), "signalbox's tool-"))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

function tool(overrides: Partial<CommandLineToolDeps> = {}) {
  return createCommandLineTool({
    packaged: true,
    platform: 'linux',
    env: { APPIMAGE: join(home, 'Signalbox.AppImage') },
    execPath: '/tmp/.mount/signalbox',
    home,
    ...overrides,
  })
}

test.runIf(process.platform !== 'win32')('passes its arguments to the AppImage, whatever they hold', () => {
  const image = join(home, 'Signalbox.AppImage')
  writeFileSync(image, '#!/bin/sh\nprintf "%s|" "$@"\n')
  chmodSync(image, 0o755)
  expect(tool().state()).toBe('absent')
  const path = tool().change(true)
  expect(path).toBe(join(home, '.local/bin/signalbox'))
  expect(tool().state()).toBe('installed')
  expect(execFileSync(path, ['status', "it's $HOME"], { encoding: 'utf8' })).toBe(
    "--no-sandbox|--command-line|status|it's $HOME|",
  )
  tool().change(false)
  expect(existsSync(path)).toBe(false)
})

test('is a batch file on Windows, in a folder that is on the PATH', () => {
  const path = tool({
    platform: 'win32',
    env: { LOCALAPPDATA: home },
    execPath: String.raw`C:\Users\50%\Signalbox.exe`,
  }).change(true)
  expect(path).toBe(join(home, 'Microsoft', 'WindowsApps', 'signalbox.cmd'))
  expect(readFileSync(path, 'utf8')).toContain(
    `"${String.raw`C:\Users\50%%\Signalbox.exe`}" --command-line %*\r\n`,
  )
})

test('follows an AppImage that was moved', () => {
  const path = tool().change(true)
  tool({ env: { APPIMAGE: '/opt/new.AppImage' } })
  expect(readFileSync(path, 'utf8')).toContain("exec '/opt/new.AppImage' ")
})

test('leaves the file of another program alone', () => {
  mkdirSync(join(home, '.local/bin'), { recursive: true })
  const path = join(home, '.local/bin/signalbox')
  writeFileSync(path, 'theirs')
  expect(tool().state()).toBe('absent')
  for (const install of [true, false]) expect(() => tool().change(install)).toThrow('EEXIST')
  expect(readFileSync(path, 'utf8')).toBe('theirs')
})

test('a package has its own, and a checkout none', () => {
  expect(tool({ env: {} }).state()).toBe('packaged')
  expect(tool({ packaged: false }).state()).toBe('packaged')
})
