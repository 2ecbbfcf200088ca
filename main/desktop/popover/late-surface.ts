import type { Log } from '../log.ts'
import type { PopoverSurface } from './popover-surface.ts'

export interface LateSurfaceDeps {
  /** True once something shows tray icons. Never rejects. */
  hasHost: () => Promise<boolean>
  openTray: () => PopoverSurface
  openWindow: () => PopoverSurface
  /** Started with the session: a tray is still likely to come. */
  hidden: boolean
  log: Log
}

/** In ms. */
const LOOK_EVERY = 2_000

/** In ms. A session needs this long at most until its panel shows icons; then a hidden start gets its window. */
const WINDOW_AFTER = 30_000

/** In ms. A later tray needs a restart of the app. */
const GIVE_UP_AFTER = 150_000

/**
 * The status page on a desktop whose tray isn't there, or not yet: at login, Plasma's panel comes after the programs of
 * the session. Shows a window until something shows icons, and then moves to the tray, for good. The icon is created
 * only then: Chromium asks for the host once, and falls back to an older protocol that few panels show
 * (`status_icon_linux_dbus.cc`, `OnHostRegisteredResponse`).
 */
export function openLateSurface(deps: LateSurfaceDeps): PopoverSurface {
  const startedAt = performance.now()
  // Undefined while a hidden start waits.
  let current = deps.hidden ? undefined : deps.openWindow()
  const surface = () => (current ??= deps.openWindow())

  async function look(): Promise<void> {
    if (await deps.hasHost()) return moveToTray()
    const waited = performance.now() - startedAt
    if (waited >= WINDOW_AFTER) surface()
    if (waited < GIVE_UP_AFTER) lookLater()
  }
  function lookLater(): void {
    setTimeout(() => {
      look().catch((error: unknown) => deps.log.error({ err: error }, 'failed to move to the tray'))
    }, LOOK_EVERY).unref()
  }
  function moveToTray(): void {
    const window = current?.window()
    const wasOpen = window !== undefined && window.isVisible() && !window.isMinimized()
    current = deps.openTray()
    // Without `close`, which quits.
    window?.destroy()
    if (wasOpen) current.show()
    deps.log.info({}, 'moved to the tray')
  }
  lookLater()

  return {
    show: () => surface().show(),
    hide: () => current?.hide(),
    toggle: () => surface().toggle(),
    window: () => current?.window(),
    setMenu: (menu) => current?.setMenu(menu),
  }
}
