import type { Signalbox } from '../base/signalbox.ts'
import type { Dashboard } from './dashboard/create-dashboard.ts'
import type { Speech } from './language/create-speech.ts'
import type { Links } from './links/collect-links.ts'
import type { Log } from './log.ts'
import type { AppPaths } from './pages/app-paths.ts'
import type { Credentials } from './pages/forward-to-server.ts'
import type { PreferenceStore } from './preferences/create-preferences.ts'
import type { CommandLineMenu } from './preferences/command-line-menu.ts'
import type { Quit } from './quit.ts'
import type { Updates } from './updates/create-updates.ts'

export interface DesktopDeps {
  signalbox: Signalbox
  paths: AppPaths
  /** Folder of `desktop.json`. */
  dataDir: string
  /** Credentials with which our own windows access a protected local server. */
  credentials: Credentials
  /** Links that the system opened the app with, collected from process start. */
  links: Links
  version: string
  log: Log
}

/** Dependencies shared by the tray or window and the pages. */
export interface Shell extends DesktopDeps {
  quit: Quit
  preferences: PreferenceStore
  dashboard: Dashboard
  updates: Updates
  commandLine: CommandLineMenu
  speech: () => Speech
  listeners: Set<() => void>
}
