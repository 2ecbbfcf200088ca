import { defineConfig } from '@playwright/test'
import { chromiumFlags } from './e2e/stand-in/chromium-flags.ts'
import { findChromium } from './e2e/stand-in/find-chromium.ts'
import { findElectron } from './e2e/stand-in/run-electron.ts'

const executablePath = findChromium()
if (executablePath === undefined) {
  throw new Error(
    'The end-to-end tests need a Chromium: `apt-get install chromium`, `npx playwright install chromium`, or set SIGNALBOX_CHROMIUM.',
  )
}
const runtime = findElectron(import.meta.dirname, process.env) === undefined ? 'the stand-in' : 'Electron'
// The config is read again in each worker; one line is enough.
if (process.env['TEST_WORKER_INDEX'] === undefined)
  process.stdout.write(`Desktop specs run in ${runtime}, browser: ${executablePath}\n`)

const ALONE = /(desktop-[a-z]+|tray-polling|health-tray|dashboard-scale)\.spec\.ts$/

export default defineConfig({
  testDir: 'e2e/specs',
  // Not the whole folder: Playwright empties it at each start, with the screenshots and reports beside it.
  outputDir: 'test-results/playwright',
  workers: 1,
  // Whole apps with windows that take each other's focus, and what measures, run by themselves.
  projects: [
    { name: 'side by side', testIgnore: ALONE },
    { name: 'alone', testMatch: ALONE },
  ],
  // Shared machines stall for seconds; what passes only the second time is reported as flaky.
  retries: process.env['CI'] === undefined ? 0 : 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: { launchOptions: { executablePath, args: chromiumFlags() } },
})
