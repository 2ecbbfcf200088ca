import {
  app,
  autoUpdater,
  BrowserWindow,
  dialog,
  globalShortcut,
  Menu,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  systemPreferences,
} from 'electron'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { applicationMenu } from './application-menu.ts'
import { type Ask, askInWindow } from './ask-in-window.ts'
import { servePages } from './serve-pages.ts'
import type { DesktopDeps, Shell } from './desktop-deps.ts'
import { openSurface } from './open-surface.ts'
import { createAppProtocol } from './pages/app-protocol.ts'
import { APP_SCHEME } from './pages/app-scheme.ts'
import { createDashboard } from './dashboard/create-dashboard.ts'
import { createDockTile } from './dashboard/dock-tile.ts'
import { denyByDefault, denyForeignDownloads, denyPermissions } from './pages/deny-by-default.ts'
import { createSpeech } from './language/create-speech.ts'
import { openLinks } from './links/open-links.ts'
import { linkIn } from './links/parse-link.ts'
import { showNotices } from './notices/show-notices.ts'
import { watchForNotices } from './notices/watch-for-notices.ts'
import { openLink } from './links/open-link.ts'
import { createCommandLineMenu } from './preferences/command-line-menu.ts'
import { createCommandLineTool } from './preferences/create-command-line-tool.ts'
import { createLoginItem } from './preferences/create-login-item.ts'
import { createPreferences } from './preferences/create-preferences.ts'
import { createShortcut } from './preferences/create-shortcut.ts'
import { createStateFile, type StateFile } from './preferences/create-state-file.ts'
import { createQuit } from './quit.ts'
import { quitWithSystem } from './quit-with-system.ts'
import { startsHidden } from './read-flags.ts'
import { reloadAfterCrash } from './reload-after-crash.ts'
import { createShutdownHost, relaunchOptions } from './shutdown-host.ts'
import { stayAwake } from './stay-awake.ts'
import { windowBackground } from './popover/popover-options.ts'
import type { PopoverSurface } from './popover/popover-surface.ts'
import { toBrowserAddress } from './pages/to-browser-address.ts'
import { createUpdates } from './updates/create-updates.ts'
import { updaterFor } from './updates/load-updater.ts'

/** Starts the desktop shell: protocol, locks, tray or window, IPC, quitting. Call once, after `ready`. */
export async function startDesktop(deps: DesktopDeps): Promise<void> {
  const { signalbox, paths, dataDir, log } = deps
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
    // deb and rpm; an AppImage replaces its own file.
    asksForPassword: process.platform === 'linux' && process.env['APPIMAGE'] === undefined,
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
  followSystem(deps, { updates })
  signalbox.onChange(changed)
  quitWithSystem({ app, autoUpdater, powerMonitor, process, quit, endingNow: signalbox.endingNow, log })

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
  const showDockTile = createDockTile(app.dock)
  const dashboard = createDashboard({ ...look, showDockTile, screen, nativeTheme, file, log })
  showApplicationMenu({ speech, listeners, dashboard })
  const question = askInWindow({ dialog, dashboard })
  guardPages(deps, { question, speech })
  const commandLine = createCommandLineMenu({
    tool: createCommandLineTool({ packaged: app.isPackaged, platform, env, execPath, home: homedir() }),
    question,
    texts: () => speech().t,
    env,
    onChange: changed,
  })
  const shared = { ...deps, commandLine, quit, preferences, dashboard, updates, speech, listeners }
  const surface = await openSurface(shared)
  shown = surface

  answerSystem({ ...shared, file, question }, surface)
}

/** Handles what reaches the running app from outside: a second start, links, calls of its pages, news to tell. */
function answerSystem(shared: Shell & { file: StateFile; question: Ask }, surface: PopoverSurface): void {
  const { signalbox, dashboard, credentials, speech, links, file, question, log } = shared
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
    show: showNotices({ open: surface.show, platform: process.platform, log }),
  })
  servePages(shared, surface)
  openLinks({
    app,
    question,
    process,
    signalbox,
    credentials,
    links,
    openDashboard: dashboard.show,
    showStatus: surface.show,
    texts: () => speech().t,
    log,
  })
}

/** Serves our pages, and denies them everything else. Before the first window opens. */
function guardPages(
  { signalbox, paths, credentials }: DesktopDeps,
  { question, speech }: { question: Ask; speech: Shell['speech'] },
): void {
  const open = (address: string) =>
    openLink(toBrowserAddress(address, signalbox.state()), { shell, question, t: speech().t })
  denyByDefault(app, (address) => void open(address))
  denyPermissions(session.defaultSession)
  denyForeignDownloads(session.defaultSession)
  protocol.handle(APP_SCHEME, createAppProtocol({ state: signalbox.state, pages: paths.pages, credentials }))
}

/** In ms. A hung disk must not keep the app from exiting. */
const FLUSH_DEADLINE = 500

/** Waits for pending state to reach the disk. Never rejects. */
async function flush(file: StateFile): Promise<void> {
  await Promise.race([file.written(), setTimeout(FLUSH_DEADLINE)])
}

/** Passes on what happens to the computer: sleep, theme, a window's crash. */
function followSystem({ signalbox, log }: DesktopDeps, { updates }: Pick<Shell, 'updates'>): void {
  const { platform } = process
  powerMonitor.on('resume', updates.check)
  powerMonitor.on('resume', signalbox.wake)
  // A locked computer may have lost its network without sleeping.
  powerMonitor.on('unlock-screen', signalbox.wake)
  stayAwake({ platform, packaged: app.isPackaged, powerSaveBlocker, systemPreferences, signalbox })
  app.on('browser-window-created', (_event, window) => reloadAfterCrash(window, log))
  nativeTheme.on('updated', () => {
    const color = windowBackground(nativeTheme.shouldUseDarkColors)
    for (const window of BrowserWindow.getAllWindows()) window.setBackgroundColor(color)
  })
}

/** Shows the application menu, in the language of the moment. */
function showApplicationMenu({
  speech,
  listeners,
  dashboard,
}: Pick<Shell, 'speech' | 'listeners' | 'dashboard'>): void {
  const { platform } = process
  // The language of the menu that is shown.
  let shown: string | undefined
  function show(): void {
    const { language, t } = speech()
    if (language === shown) return
    shown = language
    const template = applicationMenu({ platform, t, openSettings: () => dashboard.show('/settings') })
    Menu.setApplicationMenu(template && Menu.buildFromTemplate(template))
  }
  show()
  listeners.add(show)
}
