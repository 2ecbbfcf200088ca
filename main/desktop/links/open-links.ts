import type { App } from 'electron'
import type { TFunction } from 'i18next'
import type { ServerState } from '../../../shared/ipc.ts'
import type { Signalbox } from '../../base/signalbox.ts'
import type { Ask } from '../ask-in-window.ts'
import type { Credentials } from '../pages/forward-to-server.ts'
import type { Log } from '../log.ts'
import { askConnection } from './ask-connection.ts'
import type { Links } from './collect-links.ts'
import { followLinks } from './follow-links.ts'
import { LINK_SCHEME } from './parse-link.ts'

export interface OpenLinksDeps {
  app: Pick<App, 'isPackaged' | 'setAsDefaultProtocolClient'>
  question: Ask
  process: Pick<NodeJS.Process, 'platform' | 'execPath'>
  signalbox: Signalbox
  credentials: Credentials
  links: Links
  openDashboard: (path?: string) => void
  showStatus: () => void
  texts: () => TFunction
  log: Log
}

/** Handles `signalbox://…` links from now on, beginning with those that arrived during startup. */
export function openLinks({ app, process, signalbox, credentials, links, ...deps }: OpenLinksDeps): void {
  claimLinks({ app, process })
  const follow = followLinks({
    ...deps,
    started: () => started(signalbox),
    connection: (baseUrl) => askConnection({ baseUrl, credentials }),
  })
  links.onLink((link) => void follow(link))
}

/**
 * Registers the app for our links on Windows. macOS and Linux take the registration from the package
 * (electron-builder.yml). Skipped in a development build, which would register the bare Electron binary.
 */
function claimLinks({ app, process: { platform, execPath } }: Pick<OpenLinksDeps, 'app' | 'process'>): void {
  if (!app.isPackaged || platform !== 'win32') return
  // After `--`, nothing in a link is parsed as a switch, whatever quotes it contains (CVE-2018-1000006).
  app.setAsDefaultProtocolClient(LINK_SCHEME, execPath, ['--'])
}

/** Resolves when the server runs or has failed to start: a link may have launched the app. */
function started({ state, onChange }: Pick<Signalbox, 'state' | 'onChange'>): Promise<ServerState> {
  const isDecided = () => ['running', 'failed'].includes(state().state)
  return new Promise((resolve) => {
    if (isDecided()) return resolve(state())
    const off = onChange(() => {
      if (!isDecided()) return
      off()
      resolve(state())
    })
  })
}
