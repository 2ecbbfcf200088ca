import type { BrowserWindow, Screen } from 'electron'
import { throttle } from '../../base/throttle.ts'
import type { StateFile } from '../preferences/create-state-file.ts'

/** Minimum interval between saves, in ms. A dragged window moves with every frame. */
const INTERVAL = 1000

export interface RememberPlaceDeps {
  window: BrowserWindow
  screen: Pick<Screen, 'getDisplayMatching'>
  file: StateFile
}

/** Remembers the window's position for each display. Saves while it moves, because a crash sends no close event. */
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
