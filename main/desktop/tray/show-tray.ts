import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Menu, type NativeTheme, Tray } from 'electron'
import { throttle } from '../../base/throttle.ts'
import type { Speech } from '../language/create-speech.ts'
import type { Log } from '../log.ts'
import { openPopover } from '../popover/open-popover.ts'
import type { PopoverSurface } from '../popover/popover-surface.ts'
import type { PopoverLook } from '../popover/popover-options.ts'
import { trayIconFile } from './tray-icon-file.ts'
import { trayIcon } from './tray-icon.ts'
import { type TrayAction, trayMenu, type TrayMenuLine } from './tray-menu.ts'
import type { TraySnapshot } from './tray-snapshot.ts'
import { trayTooltip } from './tray-tooltip.ts'

/** In ms. Prevents a fast count from flickering; every new menu also closes an open one on Linux. */
const UPDATE_INTERVAL = 1000

/** Lets macOS keep the icon where the user dragged it (electronjs.org/docs/latest/api/tray#new-trayimage-guid). */
const MAC_GUID = '6d2a4a7e-5d0c-4c4f-9a3b-2f0f4b1f7c58'

export interface ShowTrayDeps extends PopoverLook {
  icons: string
  platform: NodeJS.Platform
  nativeTheme: Pick<NativeTheme, 'on' | 'shouldUseDarkColorsForSystemIntegratedUI'>
  snapshot: () => TraySnapshot
  /** Language and texts, current at the time of the call. */
  speech: () => Speech
  onChange: (listener: () => void) => void
  act: (action: TrayAction) => void
  log: Log
}

/**
 * Creates the tray icon, once: on Linux only an app's first icon gets the modern protocol. Keeps image, tooltip and
 * menu up to date, and returns the popover.
 */
export function showTray(deps: ShowTrayDeps): PopoverSurface {
  let shown = describe(deps)
  const tray = new Tray(shown.image, ...(deps.platform === 'darwin' ? [MAC_GUID] : []))
  const menu = buildMenu(shown.lines, deps.act)
  const popover = openPopover({ ...deps, tray, menu, tooltip: shown.tooltip })

  const refresh = throttle(UPDATE_INTERVAL, () => {
    const next = describe(deps)
    if (isDeepStrictEqual(next, shown)) return false
    if (next.image !== shown.image) tray.setImage(next.image)
    if (next.tooltip !== shown.tooltip) tray.setToolTip(next.tooltip)
    if (!isDeepStrictEqual(next.lines, shown.lines)) popover.setMenu(buildMenu(next.lines, deps.act))
    shown = next
    return true
  })
  deps.onChange(refresh)
  deps.nativeTheme.on('updated', refresh)
  return popover
}

function describe({ snapshot, speech, icons, platform, nativeTheme }: ShowTrayDeps) {
  const now = snapshot()
  const spoken = speech()
  const darkTaskbar = nativeTheme.shouldUseDarkColorsForSystemIntegratedUI
  return {
    image: join(icons, trayIconFile({ icon: trayIcon(now), platform, darkTaskbar })),
    tooltip: trayTooltip(now, spoken),
    lines: trayMenu(now, spoken),
  }
}

/** Builds the native menu from its description. */
function buildMenu(lines: readonly TrayMenuLine[], act: (action: TrayAction) => void): Menu {
  return Menu.buildFromTemplate(
    lines.map((line) => {
      if (line === 'separator') return { type: 'separator' }
      const { label, action, enabled, checked } = line
      if (action === undefined) return { label, enabled: false }
      const item = { label, enabled: enabled ?? true, click: () => act(action) }
      return checked === undefined ? item : { ...item, type: 'checkbox', checked }
    }),
  )
}
