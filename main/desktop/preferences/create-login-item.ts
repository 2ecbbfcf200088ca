import { rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { App } from 'electron'
import type { LaunchAtLogin } from '../../../shared/ipc.ts'
import { makeFolderSync } from '../../base/make-folder.ts'
import { checkRegular, readRegularFileSync } from '../../base/read-regular-file.ts'
import { autostartEntry, moveEntry, startsWithSession } from './autostart-entry.ts'

const AUTOSTART_FILE = 'dev.signalbox.app.desktop'
const HIDDEN_FLAG = '--hidden'

export interface LoginItem {
  read: () => LaunchAtLogin
  /** @throws if the system refuses */
  set: (on: boolean) => void
}

export interface LoginItemDeps {
  app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings' | 'isPackaged'>
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  execPath: string
}

/** Autostart with the user's session: the system's login items on macOS and Windows, a file on Linux. */
export function createLoginItem(deps: LoginItemDeps): LoginItem {
  // A development build would register the bare Electron binary.
  if (!deps.app.isPackaged) return UNAVAILABLE
  if (deps.platform === 'darwin') return macItem(deps.app)
  if (deps.platform === 'win32') return windowsItem(deps)
  return deps.platform === 'linux' ? linuxItem(deps) : UNAVAILABLE
}

const UNAVAILABLE: LoginItem = { read: () => 'unavailable', set: () => undefined }

function macItem(app: LoginItemDeps['app']): LoginItem {
  return {
    read() {
      const { status, openAtLogin } = app.getLoginItemSettings()
      if (status === 'requires-approval') return 'needs-approval'
      return openAtLogin ? 'on' : 'off'
    },
    set: (on) => app.setLoginItemSettings({ openAtLogin: on }),
  }
}

function windowsItem({ app, execPath }: LoginItemDeps): LoginItem {
  const item = { path: execPath, args: [HIDDEN_FLAG] }
  return {
    read() {
      const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(item)
      // The second flag is false if the user disabled the app in the Task Manager.
      return openAtLogin && executableWillLaunchAtLogin ? 'on' : 'off'
    },
    // `enabled` also reverts a disabled state from the Task Manager.
    set: (on) => app.setLoginItemSettings({ ...item, openAtLogin: on, enabled: on }),
  }
}

/** `app.setLoginItemSettings` does nothing on Linux. The path of an AppImage is only in `$APPIMAGE`. */
function linuxItem({ env, execPath }: LoginItemDeps): LoginItem {
  const config = env['XDG_CONFIG_HOME'] || join(env['HOME'] ?? '/', '.config')
  const file = join(config, 'autostart', AUTOSTART_FILE)
  const executable = env['APPIMAGE'] || execPath
  const item: LoginItem = {
    read: () => (startsWithSession(readText(file) ?? 'Hidden=true') ? 'on' : 'off'),
    set(on) {
      if (!on) return rmSync(file, { force: true })
      makeFolderSync(dirname(file), 0o700)
      writeEntry(file, autostartEntry(executable))
    },
  }
  if (item.read() === 'on') healMoved(file, executable)
  return item
}

function writeEntry(file: string, content: string): void {
  const found = statSync(file, { throwIfNoEntry: false })
  // Opening a FIFO for writing would block the app.
  if (found !== undefined) checkRegular(found, file)
  writeFileSync(file, content, { mode: 0o644 })
}

/** Changes the path in the entry when an AppImage was moved or replaced by a newer one; the old one would not start. */
function healMoved(file: string, executable: string): void {
  const moved = moveEntry(readText(file) ?? '', executable)
  if (moved === undefined) return
  try {
    writeEntry(file, moved)
  } catch {
    // The entry stays unchanged; the switch still shows "on" and can be used again.
  }
}

function readText(file: string): string | undefined {
  try {
    return readRegularFileSync(file).toString('utf8')
  } catch {
    return undefined
  }
}
