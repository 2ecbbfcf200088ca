import {
  app,
  autoUpdater,
  clipboard,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
} from 'electron'
import { type AppInfo, IPC } from '../../shared/ipc.ts'
import type { Core } from '../server/core.ts'
import type { AppPaths } from './app-paths.ts'
import { createAppProtocol } from './app-protocol.ts'
import { APP_SCHEME } from './app-scheme.ts'
import { denyByDefault, denyPermissions } from './deny-by-default.ts'
import { handleIpc } from './ipc.ts'
import type { Log } from './log.ts'
import { openStatusWindow } from './open-status-window.ts'
import { createQuit } from './quit.ts'
import { quitWithSystem } from './quit-with-system.ts'
import { reloadAfterCrash } from './reload-after-crash.ts'
import { runTrayAction } from './run-tray-action.ts'
import { sendWhenChanged } from './send-when-changed.ts'
import { showTray } from './show-tray.ts'
import { statusHeight } from './status-height.ts'
import type { StatusSurface } from './status-surface.ts'
import { STATUS_WIDTH } from './status-window-options.ts'
import { hasTrayHost } from './tray-host.ts'
import { type TrayAction } from './tray-menu.ts'
import { traySnapshot } from './tray-snapshot.ts'
import { trustedSender } from './trusted-sender.ts'

export interface DesktopDeps {
  core: Core
  paths: AppPaths
  version: string
  log: Log
}

/** Puts the app on the desktop: protocol, locks, tray or window, IPC, ways out. Call once, after `ready`. */
export async function startDesktop({ core, paths, version, log }: DesktopDeps): Promise<void> {
  const listeners = new Set<() => void>()
  const changed = () => listeners.forEach((listener) => listener())
  const quit = createQuit({ core, log, onChange: changed, exit: (code) => app.exit(code) })
  const appInfo = (): AppInfo => ({
    version,
    platform: process.platform,
    server: core.state(),
    quitting: quit.isWaiting(),
  })
  core.onChange(changed)

  denyByDefault(app, shell)
  denyPermissions(session.defaultSession)
  protocol.handle(APP_SCHEME, createAppProtocol({ state: core.state, pages: paths.pages }))
  Menu.setApplicationMenu(applicationMenu())
  app.on('browser-window-created', (_event, window) => reloadAfterCrash(window, log))
  quitWithSystem({ app, autoUpdater, powerMonitor, process, quit, log })

  const look = {
    preload: paths.preload,
    dark: nativeTheme.shouldUseDarkColors,
    devTools: !app.isPackaged,
    log,
  }
  const act = (action: TrayAction) =>
    void runTrayAction(action, { core, quit, show: () => surface.show(), clipboard, shell }).catch(
      (error: unknown) => log.error({ err: error, action: action.do }, 'menu action failed'),
    )
  const inTray = await hasTrayHost({ platform: process.platform, env: process.env })
  const surface: StatusSurface = inTray
    ? showTray({
        ...look,
        nativeTheme,
        act,
        icons: paths.icons,
        platform: process.platform,
        snapshot: () => traySnapshot(core, quit.isWaiting()),
        onChange: (listener) => listeners.add(listener),
      })
    : openStatusWindow({ ...look, inFlight: () => core.livez().in_flight, quit: () => quit.whenIdle('quit') })
  log.info({ inTray }, 'desktop started')

  app.on('second-instance', () => surface.show())
  listeners.add(
    sendWhenChanged(appInfo, (info) => surface.window()?.webContents.send(IPC.appInfoChanged, info)),
  )
  handleIpc({
    ipcMain,
    core,
    quit,
    appInfo,
    log,
    trusts: (event) => trustedSender(event, surface.window()?.webContents),
    hide: () => surface.hide(),
    resize: (height) => resize(surface, height),
  })
}

function resize(surface: StatusSurface, height: number): void {
  const window = surface.window()
  if (window === undefined) return
  const { workArea } = screen.getDisplayMatching(window.getBounds())
  window.setContentSize(STATUS_WIDTH, statusHeight(height, workArea.height))
}

/** macOS takes Cmd+C and friends from the application's menu; elsewhere the default one would only be in the way. */
function applicationMenu(): Menu | null {
  if (process.platform !== 'darwin') return null
  return Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }])
}
