import { EventEmitter } from 'node:events'
import type { StandInBrowserWindow } from './browser-window.ts'
import { type Browser, createBrowser } from './browser.ts'
import { StandInApp } from './app.ts'
import { StandInIpcMain } from './ipc-main.ts'
import { StandInProtocol } from './protocol.ts'
import { StandInSession } from './session.ts'
import {
  StandInClipboard,
  StandInGlobalShortcut,
  StandInNativeTheme,
  StandInPowerSaveBlocker,
  StandInScreen,
  StandInShell,
  StandInSystemPreferences,
} from './small-modules.ts'

export type World = typeof world

// Electron's modules are singletons of their process, and so are these.
const app = new StandInApp({
  path: process.env['STAND_IN_APP_PATH'] ?? process.cwd(),
  packaged: process.env['STAND_IN_PACKAGED'] === '1',
})
const browser: Browser = createBrowser({
  userData: () => app.getPath('userData'),
  onPort: (port) => process.send?.({ type: 'browser', port }),
})

export const world = {
  app,
  browser,
  windows: new Set<StandInBrowserWindow>(),
  ipcMain: new StandInIpcMain(),
  protocol: new StandInProtocol(() => app.isReady()),
  session: new StandInSession(),
  clipboard: new StandInClipboard(),
  shell: new StandInShell(),
  nativeTheme: new StandInNativeTheme(),
  screen: new StandInScreen(),
  globalShortcut: new StandInGlobalShortcut(),
  powerMonitor: new EventEmitter(),
  powerSaveBlocker: new StandInPowerSaveBlocker(),
  systemPreferences: new StandInSystemPreferences(),
  autoUpdater: new EventEmitter(),
}
