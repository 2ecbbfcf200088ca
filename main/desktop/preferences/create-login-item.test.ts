import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LoginItemSettings, Settings } from 'electron'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLoginItem } from './create-login-item.ts'

let home = ''
let file = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'signalbox-login-'))
  file = join(home, '.config/autostart/dev.signalbox.app.desktop')
})
afterEach(() => rmSync(home, { recursive: true }))

function item(options: { platform?: NodeJS.Platform; isPackaged?: boolean; env?: NodeJS.ProcessEnv } = {}) {
  const calls: Settings[] = []
  const { platform = 'linux', isPackaged = true, env = {} } = options
  const told: { now: Partial<LoginItemSettings> } = { now: {} }
  const app = {
    isPackaged,
    getLoginItemSettings: () => told.now as LoginItemSettings,
    setLoginItemSettings: (settings: Settings) => void calls.push(settings),
  }
  const made = createLoginItem({
    app,
    platform,
    env: { HOME: home, ...env },
    execPath: '/opt/Signalbox/signalbox',
  })
  return { item: made, calls, told }
}

test('on Linux it is a file in the autostart folder, with the AppImage where it is one', () => {
  const { item: login } = item({ env: { APPIMAGE: '/home/me/My $Apps/100%/Signalbox.AppImage' } })
  expect(login.read()).toBe('off')
  login.set(true)
  expect(login.read()).toBe('on')
  expect(readFileSync(file, 'utf8')).toContain(
    '\nExec="/home/me/My \\\\$Apps/100%%/Signalbox.AppImage" --hidden\n',
  )
  login.set(false)
  expect(login.read()).toBe('off')
  expect(existsSync(file)).toBe(false)
})

test('on Linux the folder follows XDG_CONFIG_HOME', () => {
  item({ env: { XDG_CONFIG_HOME: join(home, 'elsewhere') } }).item.set(true)
  expect(readFileSync(join(home, 'elsewhere/autostart/dev.signalbox.app.desktop'), 'utf8')).toContain(
    'Exec="/opt/Signalbox/signalbox" --hidden',
  )
})

test.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('a desktop turns it off with %s', (line) => {
  mkdirSync(join(home, '.config/autostart'), { recursive: true })
  writeFileSync(file, `[Desktop Entry]\nExec=/old\n${line}\n`)
  expect(item().item.read()).toBe('off')
  expect(readFileSync(file, 'utf8')).toContain('Exec=/old')
})

test('an AppImage that has moved takes its entry along', () => {
  item({ env: { APPIMAGE: '/old/Signalbox-1.AppImage' } }).item.set(true)
  item({ env: { APPIMAGE: '/new/Signalbox-2.AppImage' } })
  expect(readFileSync(file, 'utf8')).toContain('/new/Signalbox-2.AppImage')
})

test('what the user has added to the entry stays, also when the program moves', () => {
  const old = '/old/My $& 100%/Signalbox.AppImage'
  item({ env: { APPIMAGE: old } }).item.set(true)
  const edited = `${readFileSync(file, 'utf8').replace('--hidden', '--hidden --port 4000')}X-KDE-autostart-phase=2\n`
  writeFileSync(file, edited)
  item({ env: { APPIMAGE: old } })
  expect(readFileSync(file, 'utf8')).toBe(edited)

  item({ env: { APPIMAGE: '/new/$1/Signalbox.AppImage' } })
  const moved = readFileSync(file, 'utf8')
  expect(moved).toContain('\nTryExec=/new/$1/Signalbox.AppImage\n')
  expect(moved).toContain('\nExec="/new/\\\\$1/Signalbox.AppImage" --hidden --port 4000\n')
  expect(moved).toContain('\nX-KDE-autostart-phase=2\n')
})

test('an entry that starts another program is left alone', () => {
  item().item.set(true)
  const edited = readFileSync(file, 'utf8').replace('Exec="/opt', 'Exec=nice "/opt')
  writeFileSync(file, edited)
  item({ env: { APPIMAGE: '/new/Signalbox.AppImage' } })
  expect(readFileSync(file, 'utf8')).toBe(edited)
})

test.each<[Partial<LoginItemSettings>, string]>([
  [{ openAtLogin: true, status: 'enabled' }, 'on'],
  [{ openAtLogin: false, status: 'not-registered' }, 'off'],
  [{ openAtLogin: true, status: 'requires-approval' }, 'needs-approval'],
])('on macOS %j is %s', (settings, state) => {
  const { item: login, told, calls } = item({ platform: 'darwin' })
  told.now = settings
  expect(login.read()).toBe(state)
  login.set(true)
  expect(calls).toEqual([{ openAtLogin: true }])
})

test('on Windows it is hidden, and off where the Task Manager says so', () => {
  const { item: login, told, calls } = item({ platform: 'win32' })
  told.now = { openAtLogin: true, executableWillLaunchAtLogin: false }
  expect(login.read()).toBe('off')
  told.now = { openAtLogin: true, executableWillLaunchAtLogin: true }
  expect(login.read()).toBe('on')
  login.set(true)
  expect(calls).toEqual([
    { path: '/opt/Signalbox/signalbox', args: ['--hidden'], openAtLogin: true, enabled: true },
  ])
})

test('a build from the sources does not start with the session', () => {
  const { item: login } = item({ isPackaged: false })
  login.set(true)
  expect(login.read()).toBe('unavailable')
  expect(existsSync(file)).toBe(false)
})

test.skipIf(process.platform === 'win32')('a FIFO in its place never blocks the app, and stays', () => {
  mkdirSync(join(home, '.config/autostart'), { recursive: true })
  execFileSync('mkfifo', [file])
  const { item: login } = item()
  expect(login.read()).toBe('off')
  expect(() => login.set(true)).toThrow('EFTYPE')
  login.set(false)
  expect(existsSync(file)).toBe(false)
})
