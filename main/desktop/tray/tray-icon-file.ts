import type { TrayIcon } from './tray-icon.ts'

export interface TrayIconLook {
  icon: TrayIcon
  platform: NodeJS.Platform
  /** True for a dark taskbar. Only Windows reports it, and it only matters there. */
  darkTaskbar: boolean
}

/**
 * File name of the icon. macOS recognises `Template`, and every system `@2x`, by name, so a bundler must never rename
 * or hash these files.
 */
export function trayIconFile({ icon, platform, darkTaskbar }: TrayIconLook): string {
  if (platform === 'darwin') return `tray-${icon}Template.png`
  if (platform === 'win32') return `tray-${icon}-${darkTaskbar ? 'dark' : 'light'}.ico`
  return `tray-${icon}.png`
}
