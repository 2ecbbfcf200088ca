import type { App, Dialog } from 'electron'
import type { TFunction } from 'i18next'
import type { Signalbox } from '../../base/signalbox.ts'
import type { Credentials } from '../pages/forward-to-server.ts'
import type { Log } from '../log.ts'
import { askConnection } from './ask-connection.ts'
import { claimLinks } from './claim-links.ts'
import type { Links } from './collect-links.ts'
import { followLinks } from './follow-links.ts'
import { started } from './started.ts'

export interface OpenLinksDeps {
  app: Pick<App, 'isPackaged' | 'setAsDefaultProtocolClient'>
  dialog: Pick<Dialog, 'showMessageBox'>
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
  claimLinks({ app, platform: process.platform, execPath: process.execPath })
  const follow = followLinks({
    ...deps,
    started: () => started(signalbox),
    connection: (baseUrl) => askConnection({ baseUrl, credentials }),
  })
  links.onLink((link) => void follow(link))
}
