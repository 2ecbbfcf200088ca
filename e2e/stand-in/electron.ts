import { StandInBrowserWindow } from './browser-window.ts'
import { StandInDialog } from './dialog.ts'
import { answerEvaluations } from './evaluate.ts'
import { StandInNotification } from './small-modules.ts'
import { StandInMenu, StandInMenuItem } from './menu.ts'
import { StandInTray } from './tray.ts'
import { world } from './world.ts'

// Result of `import … from 'electron'` in a process started with `register.ts`.
export const dialog = new StandInDialog()
export const { app, autoUpdater, clipboard, globalShortcut, ipcMain, nativeTheme } = world
export const { powerMonitor, powerSaveBlocker, protocol, screen, shell, systemPreferences } = world
export const session = { defaultSession: world.session }
export {
  StandInBrowserWindow as BrowserWindow,
  StandInMenu as Menu,
  StandInMenuItem as MenuItem,
  StandInNotification as Notification,
  StandInTray as Tray,
}

answerEvaluations({
  ...world,
  session,
  dialog,
  BrowserWindow: StandInBrowserWindow,
  Menu: StandInMenu,
  Notification: StandInNotification,
  Tray: StandInTray,
})
