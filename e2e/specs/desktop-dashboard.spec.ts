import { expect } from '@playwright/test'
import type { Desktop } from '../launch-desktop.ts'
import { test } from '../stand-in/desktop-test.ts'
import { findPage } from '../stand-in/find-page.ts'

test('there is one dashboard, opened from the menu, the button and O, and at the page that was asked for', async ({
  launch,
}) => {
  const app = await launch()
  await app.baseUrl()
  await app.tray.choose('Open dashboard')
  const dashboard = await findPage(app, 'dashboard.html')
  await expect(dashboard.getByRole('link', { name: 'Activity', exact: true })).toBeVisible()
  expect(await sizeOf(app)).toEqual([1180, 760])

  await app.tray.toggle()
  await app.page.getByRole('button', { name: 'Dashboard' }).click()
  await app.page.keyboard.press('o')
  await app.page.evaluate(() => window.signalbox?.openDashboard({ path: '/usage' }))
  await expect(dashboard).toHaveURL(/dashboard\.html#\/usage$/)
  expect(await count(app)).toBe(2)
})

test('it opens at the last of two paths, reloads nothing, and logs no error', async ({ launch }) => {
  const app = await launch()
  await app.baseUrl()
  const open = (path: string) =>
    app.page.evaluate((where) => window.signalbox?.openDashboard({ path: where }), path)
  await Promise.all([open('/usage'), open('/requests')])
  const dashboard = await findPage(app, 'dashboard.html')
  await expect(dashboard).toHaveURL(/#\/activity$/)
  await expect(dashboard.getByRole('link', { name: 'Activity', exact: true })).toBeVisible()
  await dashboard.evaluate(() => Object.assign(window, { isSame: true }))
  await open('/requests')
  await open('/usage')
  await expect(dashboard).toHaveURL(/#\/usage$/)
  expect(await dashboard.evaluate(() => 'isSame' in window)).toBe(true)
  expect(app.logs()).not.toContain('dashboard failed to load')
})

test('it opens where it was closed, also after the next start', async ({ launch, home }) => {
  const dataDir = `${home.env['HOME']}/data`
  const place = { x: 40, y: 60, width: 1000, height: 700 }
  const first = await launch({ dataDir })
  await first.baseUrl()
  await first.tray.choose('Open dashboard')
  await findPage(first, 'dashboard.html')
  await first.evaluate(({ BrowserWindow }, wanted) => {
    const window = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL().includes('dashboard'))
    window?.setPosition(wanted.x, wanted.y)
    window?.setSize(wanted.width, wanted.height)
    window?.close()
  }, place)
  await expect.poll(() => count(first)).toBe(1)
  await first.tray.choose('Open dashboard')
  await expect.poll(() => boundsOf(first)).toEqual(place)
  await first.tray.choose('Quit now')
  expect(await first.exitCode()).toBe(0)

  const second = await launch({ dataDir })
  await second.baseUrl()
  await second.tray.choose('Open dashboard')
  await expect.poll(() => boundsOf(second)).toEqual(place)
})

test('its page may not move the window of the status', async ({ launch }) => {
  const app = await launch()
  await app.baseUrl()
  await app.tray.choose('Open dashboard')
  const dashboard = await findPage(app, 'dashboard.html')
  const refusal = await dashboard.evaluate(() =>
    window.signalbox?.resizeWindow({ height: 400 }).catch((error: unknown) => String(error)),
  )
  expect(refusal).toContain('Refused')
  expect(await dashboard.evaluate(() => window.signalbox?.appInfo())).toMatchObject({ quitting: false })
})

function count(app: Desktop): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)
}

function boundsOf(app: Desktop): Promise<Electron.Rectangle | undefined> {
  return app.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().includes('dashboard'))
        ?.getBounds(),
    null,
  )
}

async function sizeOf(app: Desktop): Promise<number[]> {
  const bounds = await boundsOf(app)
  return bounds ? [bounds.width, bounds.height] : []
}
