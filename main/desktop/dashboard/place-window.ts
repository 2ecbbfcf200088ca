import type { Rectangle } from 'electron'
import type { WindowPlace } from '../preferences/desktop-state.ts'

export const LEAST_SIZE = { width: 880, height: 560 }
const FIRST_SIZE = { width: 1180, height: 760 }

/**
 * Bounds of the dashboard on a display, in screen coordinates: its last position if it still lies within `area` (the
 * display without its panels), otherwise centred.
 */
export function placeWindow(area: Rectangle, last: WindowPlace | undefined): Rectangle {
  const wanted = last ?? FIRST_SIZE
  const width = Math.min(area.width, Math.max(LEAST_SIZE.width, wanted.width))
  const height = Math.min(area.height, Math.max(LEAST_SIZE.height, wanted.height))
  const middle = {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
  }
  const { x, y } = last ?? middle
  return {
    x: clamp(x, area.x, area.x + area.width - width),
    y: clamp(y, area.y, area.y + area.height - height),
    width,
    height,
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}
