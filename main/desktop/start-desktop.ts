import {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
} from 'electron'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type AppInfo, IPC } from '../../shared/ipc.ts'
import type { Signalbox } from '../base/signalbox.ts'
import type { AppPaths } from './pages/app-paths.ts'
import { applicationMenu } from './application-menu.ts'
import { createAppProtocol } from './pages/app-protocol.ts'
import type { Credentials } from './pages/forward-to-server.ts'
import { APP_SCHEME } from './pages/app-scheme.ts'
import { createDashboard, type Dashboard } from './dashboard/create-dashboard.ts'
import { denyByDefault, denyForeignDownloads, denyPermissions } from './pages/deny-by-default.ts'
import { handleIpc } from './pages/ipc.ts'
import { createSpeech, type Speech } from './language/create-speech.ts'
import type { Links } from './links/collect-links.ts'
import { openLinks } from './links/open-links.ts'
import { linkIn } from './links/parse-link.ts'
import type { Log } from './log.ts'
import { showNotice } from './notices/show-notice.ts'
import { watchForNotices } from './notices/watch-for-notices.ts'
import { openLink } from './links/open-link.ts'
import { openPlainWindow } from './popover/open-plain-window.ts'
import { createLoginItem } from './preferences/create-login-item.ts'
import { createPreferences, type PreferenceStore } from './preferences/create-preferences.ts'
import { createShortcut } from './preferences/create-shortcut.ts'
import { createStateFile, type StateFile } from './preferences/create-state-file.ts'
import { createQuit, type Quit } from './quit.ts'
import { quitWithSystem } from './quit-with-system.ts'
import { startsHidden } from './read-flags.ts'
import { reloadAfterCrash } from './reload-after-crash.ts'
import { runTrayAction } from './tray/run-tray-action.ts'
import { sendWhenChanged } from './send-when-changed.ts'
import { senderOf } from './pages/sender-of.ts'
import { createShutdownHost, relaunchOptions } from './shutdown-host.ts'
import { showTray } from './tray/show-tray.ts'
import { popoverHeight } from './popover/popover-height.ts'
import type { PopoverSurface } from './popover/popover-surface.ts'
import { POPOVER_WIDTH } from './popover/popover-options.ts'
import { hasTrayHost } from './tray/tray-host.ts'
import { toBrowserAddress } from './pages/to-browser-address.ts'
import type { TrayAction } from './tray/tray-menu.ts'
import { traySnapshot } from './tray/tray-snapshot.ts'
import { createUpdates, type Updates } from './updates/create-updates.ts'
import { updaterFor } from './updates/load-updater.ts'

export interface DesktopDeps {
  signalbox: Signalbox
  paths: AppPaths
  /** Folder of `desktop.json`. */
  dataDir: string
  /** Credentials with which our own windows access a protected local server. */
  credentials: Credentials
  /** Links that the system opened the app with, collected from process start. */
  links: Links
  version: string
  log: Log
}

/** Dependencies shared by the parts below. */
interface Shell extends DesktopDeps {
  quit: Quit
  preferences: PreferenceStore
  dashboard: Dashboard
  updates: Updates
  speech: () => Speech
  listeners: Set<() => void>
}

/** Starts the desktop shell: protocol, locks, tray or window, IPC, quitting. Call once, after `ready`. */
export async function startDesktop(deps: DesktopDeps): Promise<void> {
  const { signalbox, paths, dataDir, credentials, log } = deps
  const listeners = new Set<() => void>()
  const changed = () => listeners.forEach((listener) => listener())
  const file = createStateFile({ path: join(dataDir, 'desktop.json'), log })
  const speech = createSpeech({
    choice: () => file.read().language,
    preferred: app.getPreferredSystemLanguages(),
  })
  const updates = createUpdates({
    load: updaterFor({ packaged: app.isPackaged, resources: process.resourcesPath, env: process.env }),
    exit: (code) => app.exit(code),
    closeWindows: () => BrowserWindow.getAllWindows().forEach((window) => window.destroy()),
    onChange: changed,
    log,
  })
  const quit = createQuit({
    signalbox,
    log,
    onChange: changed,
    exit: (code, idle) => void leave(code, idle),
  })
  const shutdown = createShutdownHost({ signalbox, quit })
  signalbox.hostedBy(shutdown)

  async function leave(code: number, idle: boolean): Promise<void> {
    await flush(file)
    if (shutdown.restarts()) app.relaunch(relaunchOptions(process))
    updates.exit(code, idle)
  }
  powerMonitor.on('resume', updates.check)
  powerMonitor.on('resume', signalbox.wake)
  signalbox.onChange(changed)

  const open = (address: string) =>
    openLink(toBrowserAddress(address, signalbox.state()), { shell, dialog, t: speech().t })
  denyByDefault(app, (address) => void open(address))
  denyPermissions(session.defaultSession)
  denyForeignDownloads(session.defaultSession)
  protocol.handle(APP_SCHEME, createAppProtocol({ state: signalbox.state, pages: paths.pages, credentials }))
  Menu.setApplicationMenu(applicationMenu(process.platform))
  app.on('browser-window-created', (_event, window) => reloadAfterCrash(window, log))
  quitWithSystem({ app, autoUpdater, powerMonitor, process, quit, log })

  // Undefined while the surface is created; the saved shortcut works from the start.
  let shown: PopoverSurface | undefined
  const { platform, env, execPath } = process
  const preferences = createPreferences({
    loginItem: createLoginItem({ app, platform, env, execPath }),
    shortcut: createShortcut({ globalShortcut, run: () => shown?.toggle(), log }),
    file,
    onChange: changed,
    log,
  })
  const look = { preload: paths.preload, devTools: !app.isPackaged }
  const dashboard = createDashboard({ ...look, app, screen, nativeTheme, file, log })
  const shared = { ...deps, quit, preferences, dashboard, updates, speech, listeners }
  const surface = await openSurface(shared)
  shown = surface

  // Starting the app again shows it; when the server is not running, the status page is the one that can fix it.
  const raise = () => (signalbox.state().state === 'running' ? dashboard.show() : surface.show())
  app.on('second-instance', (_event, argv) => startsHidden(argv) || linkIn(argv) !== undefined || raise())
  app.on('activate', raise)
  watchForNotices({
    signalbox,
    file,
    log,
    speech,
    credentials,
    show: (notice) => showNotice(notice, { open: surface.show, log }),
  })
  answerPages(shared, surface)
  openLinks({
    app,
    dialog,
    process,
    signalbox,
    credentials,
    links: deps.links,
    openDashboard: dashboard.show,
    showStatus: surface.show,
    texts: () => speech().t,
    log,
  })
}

/** In ms. A hung disk must not keep the app from exiting. */
const FLUSH_DEADLINE = 500

/** Waits for pending state to reach the disk. Never rejects. */
async function flush(file: StateFile): Promise<void> {
  await Promise.race([file.written(), setTimeout(FLUSH_DEADLINE)])
}

async function openSurface({ signalbox, paths, log, quit, ...shared }: Shell): Promise<PopoverSurface> {
  const { dashboard, preferences, updates, speech, listeners } = shared
  const look = {
    preload: paths.preload,
    dark: nativeTheme.shouldUseDarkColors,
    devTools: !app.isPackaged,
    log,
  }
  const act = (action: TrayAction) =>
    void runTrayAction(action, {
      signalbox,
      quit,
      show: () => surface.show(),
      openDashboard: dashboard.show,
      changePreferences: preferences.change,
      installOnExit: updates.installOnExit,
      clipboard,
    }).catch((error: unknown) => log.error({ err: error, action: action.do }, 'menu action failed'))
  const inTray = await hasTrayHost({ platform: process.platform, env: process.env })
  const surface: PopoverSurface = inTray
    ? showTray({
        ...look,
        nativeTheme,
        act,
        icons: paths.icons,
        platform: process.platform,
        snapshot: () =>
          traySnapshot(signalbox, {
            quitting: quit.isWaiting(),
            preferences: preferences.read(),
            update: updates.ready(),
          }),
        speech,
        onChange: (listener) => listeners.add(listener),
      })
    : openPlainWindow({
        ...look,
        hidden: startsHidden(process.argv),
        inFlight: () => signalbox.livez().in_flight,
        quit: () => quit.whenIdle('quit'),
      })
  log.info({ inTray }, 'desktop started')
  return surface
}

function answerPages({ signalbox, quit, version, log, ...shared }: Shell, surface: PopoverSurface): void {
  const { dashboard, preferences, speech, listeners } = shared
  const windows = { status: surface.window, dashboard: dashboard.window }
  const appInfo = (): AppInfo => ({
    version,
    platform: process.platform,
    server: signalbox.state(),
    verdict: signalbox.verdict(),
    quitting: quit.isWaiting(),
    language: speech().language,
  })
  listeners.add(
    sendWhenChanged(appInfo, (info) => {
      for (const window of Object.values(windows)) window()?.webContents.send(IPC.appInfoChanged, info)
    }),
  )
  handleIpc({
    ipcMain,
    signalbox,
    quit,
    appInfo,
    log,
    senderOf: (event) => senderOf(event, windows),
    hide: surface.hide,
    resize: (height) => resize(surface, height),
    openDashboard: dashboard.show,
    changePreferences: preferences.change,
  })
}

function resize(surface: PopoverSurface, height: number): void {
  const window = surface.window()
  if (window === undefined) return
  const { workArea } = screen.getDisplayMatching(window.getBounds())
  window.setContentSize(POPOVER_WIDTH, popoverHeight(height, workArea.height))
}
