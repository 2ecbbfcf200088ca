import type { BrowserWindow, Screen } from 'electron'
import { throttle } from '../../base/throttle.ts'
import type { StateFile } from '../preferences/create-state-file.ts'

/** In ms. A window that is dragged moves with every frame. */
const INTERVAL = 1000

export interface RememberPlaceDeps {
  window: BrowserWindow
  screen: Pick<Screen, 'getDisplayMatching'>
  file: StateFile
}

/** Keeps where the window is, for each display. While it moves, not only when it closes: a crash closes nothing. */
export function rememberPlace({ window, screen, file }: RememberPlaceDeps): void {
  function save(): boolean {
    if (window.isDestroyed() || window.isMinimized()) return false
    const { x, y, width, height } = window.getNormalBounds()
    const { id } = screen.getDisplayMatching(window.getBounds())
    const place = { x, y, width, height, maximized: window.isMaximized() }
    file.update({ dashboard: { ...file.read().dashboard, [id]: place } })
    return true
  }
  const soon = throttle(INTERVAL, save)
  window.on('move', soon)
  window.on('resize', soon)
  window.on('close', () => void save())
}
