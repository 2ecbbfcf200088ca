import type { Clipboard } from 'electron'
import type { PreferencesChange } from '../../../shared/ipc.ts'
import type { Signalbox } from '../../base/signalbox.ts'
import type { Quit } from '../quit.ts'
import type { TrayAction } from './tray-menu.ts'

export interface TrayActionDeps {
  signalbox: Signalbox
  quit: Quit
  show: () => void
  openDashboard: () => void
  changePreferences: (change: PreferencesChange) => void
  /** Installs or removes the command `signalbox`, and tells how it went. */
  changeCommandLine: (install: boolean) => Promise<void>
  /** Installs the downloaded update on exit. */
  installOnExit: () => void
  clipboard: Pick<Clipboard, 'writeText'>
}

/** Runs the action of a native menu item. */
export async function runTrayAction(action: TrayAction, deps: TrayActionDeps): Promise<void> {
  const server = deps.signalbox.state()
  switch (action.do) {
    case 'show':
      return deps.show()
    case 'dashboard':
      return deps.openDashboard()
    case 'copy':
      if (server.state === 'running') await deps.clipboard.writeText(server.baseUrl)
      return
    case 'drain':
      return deps.signalbox.drain('request')
    case 'resume':
    case 'stay':
      deps.signalbox.resume()
      return
    case 'start':
      await deps.signalbox.start(action.port === undefined ? {} : { port: action.port })
      return
    case 'launch-at-login':
      return deps.changePreferences({ launchAtLogin: action.on })
    case 'notifications':
      return deps.changePreferences({ notifications: action.on })
    case 'command-line':
      return deps.changeCommandLine(action.install)
    case 'install':
      deps.installOnExit()
      return deps.quit.whenIdle('quit')
    case 'quit-idle':
      return deps.quit.whenIdle('quit')
    case 'quit-now':
      return deps.quit.now()
  }
}
