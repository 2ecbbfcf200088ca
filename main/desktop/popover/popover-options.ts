import type { BrowserWindowConstructorOptions } from 'electron'

export const POPOVER_WIDTH = 360
const FIRST_HEIGHT = 480

export interface PopoverLook {
  /** Absolute path of the preload bundle. */
  preload: string
  dark: boolean
  devTools: boolean
}

/** Options shared by the popover and the plain window. Sizes in CSS pixels. */
export function popoverOptions({ preload, dark, devTools }: PopoverLook): BrowserWindowConstructorOptions {
  return {
    title: 'Signalbox',
    width: POPOVER_WIDTH,
    height: FIRST_HEIGHT,
    useContentSize: true,
    resizable: false,
    maximizable: false,
    fullscreenable: false,
    show: false,
    // Otherwise a preloaded window reports itself visible before it is first shown, and polls.
    paintWhenInitiallyHidden: false,
    backgroundColor: windowBackground(dark),
    webPreferences: pagePreferences({ preload, devTools }),
  }
}

/**
 * Web preferences of every page: access to the preload only. The sandbox is switched on here, not by
 * `app.enableSandbox()`, which removes `--no-sandbox` from the command line after the zygote has started without it:
 * with an AppImage's own entry, or as root, no window would open
 * (`shell/browser/api/electron_api_app.cc`, `EnableSandbox`).
 */
export function pagePreferences({
  preload,
  devTools,
}: Omit<PopoverLook, 'dark'>): NonNullable<BrowserWindowConstructorOptions['webPreferences']> {
  return {
    preload,
    devTools,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
  }
}

/** The page's background colour, so that the window does not flash before the first paint. */
export function windowBackground(dark: boolean): string {
  return dark ? '#1b1d21' : '#ffffff'
}
