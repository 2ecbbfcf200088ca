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
import type { Core } from '../server/core.ts'
import type { AppPaths } from './app-paths.ts'
import { applicationMenu } from './application-menu.ts'
import { createAppProtocol } from './app-protocol.ts'
import type { Credentials } from './forward-to-server.ts'
import { APP_SCHEME } from './app-scheme.ts'
import { createDashboard, type Dashboard } from './dashboard/create-dashboard.ts'
import { denyByDefault, denyForeignDownloads, denyPermissions } from './deny-by-default.ts'
import { handleIpc } from './ipc.ts'
import { createSpeech, type Speech } from './language/create-speech.ts'
import type { Links } from './links/collect-links.ts'
import { openLinks } from './links/open-links.ts'
import { linkIn } from './links/parse-link.ts'
import type { Log } from './log.ts'
import { showNotice } from './notices/show-notice.ts'
import { watchForNotices } from './notices/watch-for-notices.ts'
import { openLink } from './open-link.ts'
import { openStatusWindow } from './open-status-window.ts'
import { createLoginItem } from './preferences/create-login-item.ts'
import { createPreferences, type PreferenceStore } from './preferences/create-preferences.ts'
import { createShortcut } from './preferences/create-shortcut.ts'
import { createStateFile, type StateFile } from './preferences/create-state-file.ts'
import { createQuit, type Quit } from './quit.ts'
import { quitWithSystem } from './quit-with-system.ts'
import { startsHidden } from './read-flags.ts'
import { reloadAfterCrash } from './reload-after-crash.ts'
import { runTrayAction } from './run-tray-action.ts'
import { sendWhenChanged } from './send-when-changed.ts'
import { senderOf } from './sender-of.ts'
import { createShutdownHost, relaunchOptions } from './shutdown-host.ts'
import { showTray } from './show-tray.ts'
import { statusHeight } from './status-height.ts'
import type { StatusSurface } from './status-surface.ts'
import { STATUS_WIDTH } from './status-window-options.ts'
import { hasTrayHost } from './tray-host.ts'
import { toBrowserAddress } from './to-browser-address.ts'
import type { TrayAction } from './tray-menu.ts'
import { traySnapshot } from './tray-snapshot.ts'
import { createUpdates, type Updates } from './updates/create-updates.ts'
import { updaterFor } from './updates/load-updater.ts'

export interface DesktopDeps {
  core: Core
  paths: AppPaths
  /** Where `desktop.json` lies. */
  dataDir: string
  /** What opens the local server to our own windows where a password or a key guards it. */
  credentials: Credentials
  /** What the system had us opened with, from the start on. */
  links: Links
  version: string
  log: Log
}

/** What the parts below share. */
interface Shell extends DesktopDeps {
  quit: Quit
  preferences: PreferenceStore
  dashboard: Dashboard
  updates: Updates
  speech: () => Speech
  listeners: Set<() => void>
}

/** Puts the app on the desktop: protocol, locks, tray or window, IPC, ways out. Call once, after `ready`. */
export async function startDesktop(deps: DesktopDeps): Promise<void> {
  const { core, paths, dataDir, credentials, log } = deps
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
    core,
    log,
    onChange: changed,
    exit: (code, idle) => void leave(code, idle),
  })
  const shutdown = createShutdownHost({ core, quit })
  core.hostedBy(shutdown)

  async function leave(code: number, idle: boolean): Promise<void> {
    await flush(file)
    if (shutdown.restarts()) app.relaunch(relaunchOptions(process))
    updates.exit(code, idle)
  }
  powerMonitor.on('resume', updates.check)
  powerMonitor.on('resume', core.wake)
  core.onChange(changed)

  const open = (address: string) =>
    openLink(toBrowserAddress(address, core.state()), { shell, dialog, t: speech().t })
  denyByDefault(app, (address) => void open(address))
  denyPermissions(session.defaultSession)
  denyForeignDownloads(session.defaultSession)
  protocol.handle(APP_SCHEME, createAppProtocol({ state: core.state, pages: paths.pages, credentials }))
  Menu.setApplicationMenu(applicationMenu(process.platform))
  app.on('browser-window-created', (_event, window) => reloadAfterCrash(window, log))
  quitWithSystem({ app, autoUpdater, powerMonitor, process, quit, log })

  // Undefined while it is being made; the shortcut of the last time works from the start.
  let shown: StatusSurface | undefined
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

  // Who starts the app again wants to see it, and where nothing listens the status can mend that.
  const raise = () => (core.state().state === 'running' ? dashboard.show() : surface.show())
  app.on('second-instance', (_event, argv) => startsHidden(argv) || linkIn(argv) !== undefined || raise())
  app.on('activate', raise)
  watchForNotices({
    core,
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
    core,
    credentials,
    links: deps.links,
    openDashboard: dashboard.show,
    showStatus: surface.show,
    texts: () => speech().t,
    log,
  })
}

/** In ms. A disk that hangs must not keep the app from ending. */
const FLUSH_DEADLINE = 500

/** Lets what was just remembered reach the disk. Never rejects. */
async function flush(file: StateFile): Promise<void> {
  await Promise.race([file.written(), setTimeout(FLUSH_DEADLINE)])
}

async function openSurface({ core, paths, log, quit, ...shared }: Shell): Promise<StatusSurface> {
  const { dashboard, preferences, updates, speech, listeners } = shared
  const look = {
    preload: paths.preload,
    dark: nativeTheme.shouldUseDarkColors,
    devTools: !app.isPackaged,
    log,
  }
  const act = (action: TrayAction) =>
    void runTrayAction(action, {
      core,
      quit,
      show: () => surface.show(),
      openDashboard: dashboard.show,
      changePreferences: preferences.change,
      installOnExit: updates.installOnExit,
      clipboard,
    }).catch((error: unknown) => log.error({ err: error, action: action.do }, 'menu action failed'))
  const inTray = await hasTrayHost({ platform: process.platform, env: process.env })
  const surface: StatusSurface = inTray
    ? showTray({
        ...look,
        nativeTheme,
        act,
        icons: paths.icons,
        platform: process.platform,
        snapshot: () =>
          traySnapshot(core, {
            quitting: quit.isWaiting(),
            preferences: preferences.read(),
            update: updates.ready(),
          }),
        speech,
        onChange: (listener) => listeners.add(listener),
      })
    : openStatusWindow({
        ...look,
        hidden: startsHidden(process.argv),
        inFlight: () => core.livez().in_flight,
        quit: () => quit.whenIdle('quit'),
      })
  log.info({ inTray }, 'desktop started')
  return surface
}

function answerPages({ core, quit, version, log, ...shared }: Shell, surface: StatusSurface): void {
  const { dashboard, preferences, speech, listeners } = shared
  const windows = { status: surface.window, dashboard: dashboard.window }
  const appInfo = (): AppInfo => ({
    version,
    platform: process.platform,
    server: core.state(),
    verdict: core.verdict(),
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
    core,
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

function resize(surface: StatusSurface, height: number): void {
  const window = surface.window()
  if (window === undefined) return
  const { workArea } = screen.getDisplayMatching(window.getBounds())
  window.setContentSize(STATUS_WIDTH, statusHeight(height, workArea.height))
}
