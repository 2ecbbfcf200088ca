import { basename } from 'node:path'

export interface TrayReading {
  /** File name of the image, without system-specific parts: `running`, `active`, … */
  icon: string | undefined
  tooltip: string
  menu: { label: string; enabled: boolean }[]
  /** Every image set so far. `at` in ms since 1970. */
  images: { image: string; at: number }[]
}

interface ObservedTray {
  tray:
    | WeakRef<{ emit: (event: string, ...args: unknown[]) => boolean; getBounds: () => Electron.Rectangle }>
    | undefined
  images: TrayReading['images']
  tooltip: string
  menu: { items: { label: string; type: string; enabled: boolean; click: () => void }[] } | undefined
}

declare global {
  // oxlint-disable-next-line no-var -- a global of the app's process, written by observe-tray.cjs
  var signalboxTray: ObservedTray
}

/** Reads the observer's records. Runs in the app's main process, so it uses nothing from its scope. */
export function readTray(): Omit<TrayReading, 'icon'> {
  const { images, tooltip, menu, ...seen } = globalThis.signalboxTray
  const tray = seen.tray?.deref()
  // On other systems the menu is only passed when it opens.
  if (process.platform !== 'linux') tray?.emit('right-click', {}, tray.getBounds())
  const lines = (menu?.items ?? []).filter((item) => item.type !== 'separator')
  return { images, tooltip, menu: lines.map(({ label, enabled }) => ({ label, enabled })) }
}

/** `…/tray-draining-dark.ico`, `tray-drainingTemplate.png` → `draining`. */
export function iconName(images: TrayReading['images']): string | undefined {
  return /tray-([a-z]+)/.exec(basename(images.at(-1)?.image ?? ''))?.[1]
}
