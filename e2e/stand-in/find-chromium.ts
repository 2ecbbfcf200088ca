import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * The Chromium to test in: `SIGNALBOX_CHROMIUM`, else the one Playwright brings, else the system's.
 * Undefined when there is none.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env['SIGNALBOX_CHROMIUM']) return env['SIGNALBOX_CHROMIUM']
  return [chromium.executablePath(), ...SYSTEM].find((path) => existsSync(path))
}
