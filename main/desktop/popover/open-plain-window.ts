import { BrowserWindow } from 'electron'
import { APP_ORIGIN } from '../pages/app-scheme.ts'
import type { Log } from '../log.ts'
import type { PopoverSurface } from './popover-surface.ts'
import { type PopoverLook, popoverOptions } from './popover-options.ts'

export interface PlainWindowDeps extends PopoverLook {
  log: Log
  inFlight: () => number
  /** Started with the session: the window starts minimised in the task bar. */
  hidden: boolean
  /** Called when the user closes the window while no request is in flight. */
  quit: () => void
}

/**
 * The status page in a plain window, for desktops without a tray, where a hidden window could not be reached. Closing
 * it quits; while requests are in flight it minimises instead, so that none is cut or refused.
 */
export function openPlainWindow(deps: PlainWindowDeps): PopoverSurface {
  const window = new BrowserWindow({ ...popoverOptions(deps), autoHideMenuBar: true })
  window.on('close', (event) => {
    event.preventDefault()
    if (deps.inFlight() > 0) window.minimize()
    else deps.quit()
  })
  window
    .loadURL(`${APP_ORIGIN}/tray.html`)
    .catch((error: unknown) => deps.log.error({ err: error }, 'status window failed to load'))
  if (deps.hidden) window.minimize()
  else window.show()
  const show = () => {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  return {
    show,
    hide: () => window.minimize(),
    toggle: () => (window.isFocused() ? window.minimize() : show()),
    window: () => (window.isDestroyed() ? undefined : window),
    setMenu: () => undefined,
  }
}
