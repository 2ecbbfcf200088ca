import type { App } from 'electron'
import { LINK_SCHEME } from './parse-link.ts'

export interface ClaimLinksDeps {
  app: Pick<App, 'isPackaged' | 'setAsDefaultProtocolClient'>
  platform: NodeJS.Platform
  execPath: string
}

/**
 * Has Windows hand our links to us. macOS and Linux read it from the package itself (electron-builder.yml), and a
 * build from the sources would put the bare Electron there.
 */
export function claimLinks({ app, platform, execPath }: ClaimLinksDeps): void {
  if (!app.isPackaged || platform !== 'win32') return
  // After `--` nothing of a link is a switch any more, whatever quotes are in it (CVE-2018-1000006).
  app.setAsDefaultProtocolClient(LINK_SCHEME, execPath, ['--'])
}
