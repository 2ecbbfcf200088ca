import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { endless, textResponse } from '../dashboard-rig/replies.ts'
import { expectRoomForLongWords, photographPage } from './dashboard-camera.ts'
import { shoot } from './dashboard-pictures.ts'
import { clipboard, COUNTS, expect, OPUS, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'] })

const [BODY = {}] = conversationBodies(OPUS)
const setup = (page: Page) => page.getByRole('region', { name: 'Setup' })

test('the set-up finds, connects, has a request tried and shows it arrive', async ({ page, fresh }) => {
  await visit(page, fresh, '/')
  await expect(setup(page)).toContainText('3 of 5 done')
  await photographPage(page, 'setup')
  await page.setViewportSize({ width: 1180, height: 760 })
  // One method at a time: the page hides alternatives to the switch.
  await expect(setup(page).locator('code')).toHaveCount(0)
  await setup(page).getByRole('button', { name: 'Connect Claude Code' }).click()
  await expect(setup(page)).toContainText('4 of 5 done')
  expect(await readFile(join(fresh.home, '.claude', 'settings.json'), 'utf8')).toContain(fresh.url)
  await setup(page).getByRole('button', { name: 'Copy the command' }).click()
  await expect.poll(() => clipboard(page)).toBe('claude -p "Say hello"')

  const release = await fresh.hold(BODY, endless())
  await expect(setup(page)).toContainText('It’s in flight.')
  await release()
  const id = await fresh.send(BODY, textResponse(COUNTS))
  await expect(setup(page)).toContainText('5 of 5 done')
  await expect(setup(page).getByRole('link')).toHaveAttribute('href', `#/activity/${id}`)
  await setup(page).getByRole('button', { name: 'Close' }).click()
  await expect(setup(page)).toBeHidden()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Last errors' })).toBeVisible()
  await expect(setup(page)).toBeHidden()
})

test('the set-up can be skipped, for good', async ({ page, fresh }) => {
  await visit(page, fresh, '/')
  await setup(page).getByRole('button', { name: 'Skip' }).click()
  await expect(setup(page)).toBeHidden()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Now' })).toContainText(
    'Not connected. Claude Code talks to Anthropic directly.',
  )
  await expect(setup(page)).toBeHidden()
})

test('who has set it up before is not asked again', async ({ page, box }) => {
  const asked = page.waitForResponse((response) => response.url().includes('/api/requests/latest-date'))
  await visit(page, box, '/')
  await asked
  await expect(page.getByRole('region', { name: 'Last errors' })).toContainText('529')
  await expect(setup(page)).toBeHidden()
})

const SYSTEMS = [
  ['darwin', 'Hold ⌘ and drag'],
  ['win32', 'behind the ^ in the taskbar'],
  ['linux', 'AppIndicator and KStatusNotifierItem Support'],
] as const

for (const [platform, tip] of SYSTEMS) {
  test(`in the desktop app on ${platform} it says where the signal is, and starts with the session`, async ({
    page,
    box,
  }) => {
    await page.addInitScript(installBridge, platform)
    await visit(page, box, '/')
    const tips = page.getByRole('region', { name: 'Tray icon' })
    await expect(tips).toContainText(tip)
    const login = tips.getByRole('switch', { name: 'Launch at login' })
    await expect(login).not.toBeChecked()
    await login.click()
    await expect(login).toBeChecked()
    if (platform === 'darwin') await expect(tips).toContainText('Allow it in System Settings')
    if (platform === 'win32') await shoot(page, 'tray-tips')
    await tips.getByRole('button', { name: 'Close' }).click()
    await page.reload()
    await expect(page.getByRole('region', { name: 'Now' })).toBeVisible()
    await expect(tips).toBeHidden()
    if (platform === 'win32') await expectRoomForLongWords(page)
  })
}

/** Simulates the desktop's side of the page, for systems on which the tests do not run. */
function installBridge(platform: string): void {
  let launchAtLogin: 'on' | 'off' | 'needs-approval' = 'off'
  const nothing = () => Promise.resolve()
  window.signalbox = {
    appInfo: () =>
      Promise.resolve({
        version: '1',
        platform,
        server: { state: 'running', baseUrl: location.origin },
        quitting: false,
        language: 'en',
      }),
    onAppInfo: () => () => undefined,
    startServer: nothing,
    quit: nothing,
    hideWindow: nothing,
    resizeWindow: nothing,
    openDashboard: nothing,
    preferences: async (change) => {
      if (change.launchAtLogin !== undefined) {
        // macOS asks the user.
        const wanted = platform === 'darwin' ? 'needs-approval' : 'on'
        launchAtLogin = change.launchAtLogin ? wanted : 'off'
      }
      return { launchAtLogin, notifications: true, shortcut: null, language: 'system' }
    },
  }
}
