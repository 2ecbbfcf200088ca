import type { App, Rectangle, Screen } from 'electron'

export interface ReturnFocusDeps {
  platform: NodeJS.Platform
  app: Pick<App, 'hide'>
  screen: Pick<Screen, 'getCursorScreenPoint'>
  tray: {
    on: (event: 'click', listener: (event: unknown, bounds: Rectangle) => void) => unknown
    focus: () => void
  }
  bar: { on: (event: 'hide' | 'after-hide', listener: () => void) => unknown }
  /** True while the popover has the keyboard focus. */
  hasFocus: () => boolean
  /** True while another window of ours is visible. */
  hasOtherWindow: () => boolean
}

/**
 * Gives the keyboard focus back when the popover hides. A hidden window keeps macOS's focus in our app until the app
 * itself hides. On Windows, someone who opened the popover from the taskbar by keyboard goes on there.
 */
export function returnFocus({
  platform,
  app,
  screen,
  tray,
  bar,
  hasFocus,
  hasOtherWindow,
}: ReturnFocusDeps): void {
  // False if the popover hides because the user went elsewhere, perhaps to the icon's own menu.
  let hadFocus = false

  // True while the popover is open after a click that was no mouse's: the pointer was elsewhere.
  let isByKeyboard = false
  if (platform === 'win32') {
    tray.on('click', (_event, bounds) => {
      isByKeyboard = !contains(bounds, screen.getCursorScreenPoint())
    })
  }
  bar.on('hide', () => {
    hadFocus = hasFocus()
  })
  bar.on('after-hide', () => {
    if (platform === 'darwin' && hadFocus && !hasOtherWindow()) app.hide()
    if (isByKeyboard && hadFocus) tray.focus()
    isByKeyboard = false
  })
}

function contains({ x, y, width, height }: Rectangle, point: { x: number; y: number }): boolean {
  return point.x >= x && point.x < x + width && point.y >= y && point.y < y + height
}
