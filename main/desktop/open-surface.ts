import { app, clipboard, nativeTheme } from 'electron'
import type { Shell } from './desktop-deps.ts'
import { openLateSurface } from './popover/late-surface.ts'
import { openPlainWindow } from './popover/open-plain-window.ts'
import type { PopoverSurface } from './popover/popover-surface.ts'
import { startsHidden } from './read-flags.ts'
import { runTrayAction } from './tray/run-tray-action.ts'
import { showTray } from './tray/show-tray.ts'
import { hasTrayHost } from './tray/tray-host.ts'
import type { TrayAction } from './tray/tray-menu.ts'
import { traySnapshot } from './tray/tray-snapshot.ts'

/** Shows the status page in the tray, or in a window of its own on a desktop without one. */
export async function openSurface({
  signalbox,
  paths,
  log,
  quit,
  ...shared
}: Shell): Promise<PopoverSurface> {
  const { dashboard, preferences, updates, commandLine, speech, listeners } = shared
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
      changeCommandLine: commandLine.change,
      clipboard,
    }).catch((error: unknown) => log.error({ err: error, action: action.do }, 'menu action failed'))
  const openTray = () =>
    showTray({
      ...look,
      nativeTheme,
      act,
      icons: paths.icons,
      platform: process.platform,
      snapshot: () =>
        traySnapshot(signalbox, {
          quitting: quit.isWaiting(),
          preferences: preferences.read(),
          commandLine: commandLine.state(),
          update: updates.ready(),
        }),
      speech,
      onChange: (listener) => listeners.add(listener),
    })
  const openWindow = (hidden: boolean) =>
    openPlainWindow({
      ...look,
      hidden,
      inFlight: () => signalbox.livez().in_flight,
      quit: () => quit.whenIdle('quit'),
    })
  const { platform, env, argv } = process
  const hasHost = () => hasTrayHost({ platform, env })
  const inTray = await hasHost()
  const hidden = startsHidden(argv)
  const isDecided = env['SIGNALBOX_TRAY'] === '0'
  const surface: PopoverSurface = inTray
    ? openTray()
    : isDecided
      ? openWindow(hidden)
      : openLateSurface({ hasHost, openTray, openWindow: () => openWindow(hidden), hidden, log })
  log.info({ inTray }, 'desktop started')
  return surface
}
