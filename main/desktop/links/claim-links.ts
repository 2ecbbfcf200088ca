import type { App } from 'electron'
import { LINK_SCHEME } from './parse-link.ts'

export interface ClaimLinksDeps {
  app: Pick<App, 'isPackaged' | 'setAsDefaultProtocolClient'>
  platform: NodeJS.Platform
  execPath: string
}

/**
 * Registers the app for our links on Windows. macOS and Linux take the registration from the package
 * (electron-builder.yml). Skipped in a development build, which would register the bare Electron binary.
 */
export function claimLinks({ app, platform, execPath }: ClaimLinksDeps): void {
  if (!app.isPackaged || platform !== 'win32') return
  // After `--`, nothing in a link is parsed as a switch, whatever quotes it contains (CVE-2018-1000006).
  app.setAsDefaultProtocolClient(LINK_SCHEME, execPath, ['--'])
}
