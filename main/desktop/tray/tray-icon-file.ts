import type { TrayIcon } from './tray-icon.ts'

export interface TrayIconLook {
  icon: TrayIcon
  platform: NodeJS.Platform
  /** Whether the taskbar is dark. Only Windows tells, and only there does it matter. */
  darkTaskbar: boolean
}

/**
 * The icon's file name. macOS recognises `Template` and every system finds `@2x` by name, so these files
 * must never be renamed or hashed by a bundler.
 */
export function trayIconFile({ icon, platform, darkTaskbar }: TrayIconLook): string {
  if (platform === 'darwin') return `tray-${icon}Template.png`
  if (platform === 'win32') return `tray-${icon}-${darkTaskbar ? 'dark' : 'light'}.ico`
  return `tray-${icon}.png`
}
