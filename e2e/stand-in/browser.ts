import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { chromiumFlags } from './chromium-flags.ts'
import { findChromium } from './find-chromium.ts'

/** The Chromium instance of all windows of one app. */
export interface Browser {
  newPage: () => Promise<Page>
}

export interface BrowserDeps {
  /** Folder of Chromium's profile: the user data folder, as in Electron. */
  userData: () => string
  /** Receives the debugging port. */
  onPort: (port: number) => void
}

/** Starts Chromium with the first window. */
export function createBrowser(deps: BrowserDeps): Browser {
  let context: Promise<BrowserContext> | undefined
  return {
    async newPage() {
      context ??= launch(deps)
      return (await context).newPage()
    },
  }
}

async function launch({ userData, onPort }: BrowserDeps): Promise<BrowserContext> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('No Chromium found. Set SIGNALBOX_CHROMIUM to one.')
  const profile = join(userData(), 'stand-in-chromium')
  // The default context: a second client sees only this one over CDP.
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...chromiumFlags(), '--remote-debugging-port=0'],
    // The app handles signals: Playwright would end the process before it has drained.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
  const [port] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n')
  onPort(Number(port))
  return context
}
