import type { Clipboard, Shell } from 'electron'
import type { Core } from '../server/core.ts'
import { openAddress } from './open-address.ts'
import type { Quit } from './quit.ts'
import type { TrayAction } from './tray-menu.ts'

export interface TrayActionDeps {
  core: Core
  quit: Quit
  show: () => void
  clipboard: Pick<Clipboard, 'writeText'>
  shell: Pick<Shell, 'openExternal'>
}

/** Does what a line of the native menu says. */
export async function runTrayAction(action: TrayAction, deps: TrayActionDeps): Promise<void> {
  const server = deps.core.state()
  switch (action.do) {
    case 'show':
      return deps.show()
    case 'dashboard':
      if (server.state === 'running') openAddress(server.baseUrl, deps.shell)
      return
    case 'copy':
      if (server.state === 'running') await deps.clipboard.writeText(server.baseUrl)
      return
    case 'drain':
      return deps.core.drain('request')
    case 'resume':
    case 'stay':
      deps.core.resume()
      return
    case 'start':
      await deps.core.start(action.port === undefined ? {} : { port: action.port })
      return
    case 'quit-idle':
      return deps.quit.whenIdle('quit')
    case 'quit-now':
      return deps.quit.now()
  }
}
