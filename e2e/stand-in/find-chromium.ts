import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The Chromium for tests: `SIGNALBOX_CHROMIUM`, else Playwright's, else the system's. Undefined if there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env['SIGNALBOX_CHROMIUM']) return env['SIGNALBOX_CHROMIUM']
  return [chromium.executablePath(), ...SYSTEM].find((path) => existsSync(path))
}
