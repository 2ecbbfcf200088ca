import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Dashboard, startDashboard } from '../dashboard-rig/start-dashboard.ts'
import { expectRoomForLongWords, photographPage } from './dashboard-camera.ts'
import { clipboard, expect, test as base, visit } from './dashboard-stage.ts'

const MANY = 1_500
const YESTERDAY = Date.now() - 86_400_000
const EARLIER = Array.from({ length: MANY }, (_, index) => ({
  level: 20,
  time: new Date(YESTERDAY + index).toISOString(),
  version: '0',
  msg: `earlier line ${index}`,
}))
const CRASH = {
  level: 60,
  time: new Date(YESTERDAY + MANY).toISOString(),
  version: '0',
  err: {
    type: 'Error',
    message: 'the disk is gone',
    stack: 'Error: the disk is gone\n    at write (store.ts:12:3)',
  },
  msg: 'uncaught exception',
}

const test = base.extend<object, { logged: Dashboard }>({
  logged: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const dashboard = await startDashboard({ log: [...EARLIER, CRASH] })
      await use(dashboard)
      await dashboard.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})
test.use({ viewport: { width: 1180, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'] })

const lines = (page: Page) => page.getByRole('region', { name: 'Log lines' }).getByRole('listitem')
const follow = (page: Page) => page.getByRole('button', { name: 'Follow', exact: true })

/** Causes log lines: requests that are not JSON. */
async function fail({ url }: Dashboard, count = 1): Promise<void> {
  for (let i = 0; i < count; i++) {
    const response = await fetch(`${url}/v1/messages`, { method: 'POST', body: 'no json' })
    expect(response.status).toBe(400)
  }
}

test('the log opens at its newest line, of thousands draws what is seen, and goes along', async ({
  page,
  logged,
}) => {
  await visit(page, logged, '/logs')
  await expect(lines(page).last()).toContainText('listening')
  await expect(lines(page).last()).toBeInViewport()
  expect(await lines(page).count()).toBeLessThan(80)
  await fail(logged)
  await expect(lines(page).last()).toContainText('request failed')
  await expect(lines(page).last()).toContainText('invalid_json')
  await expect(lines(page).last()).toBeInViewport()
})

test('who scrolls up stays there, and sees how many lines have come', async ({ page, logged }) => {
  await visit(page, logged, '/logs')
  await expect(lines(page).last()).toBeInViewport()
  await page.getByRole('region', { name: 'Log lines' }).hover()
  await page.mouse.wheel(0, -2_000)
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'false')
  const seen = lines(page).filter({ hasText: 'earlier line' }).first()
  const before = await seen.textContent()
  const top = (await seen.boundingBox())?.y
  await fail(logged, 2)
  await expect(page.getByRole('button', { name: '2 new lines' })).toBeVisible()
  expect([await seen.textContent(), (await seen.boundingBox())?.y]).toEqual([before, top])
  await page.getByRole('button', { name: '2 new lines' }).click()
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'true')
  await expect(lines(page).last()).toBeInViewport()
  await expect(lines(page).last()).toContainText('request failed')
})

test('lines are narrowed by level and text, and the address says so', async ({ page, logged }) => {
  await visit(page, logged, '/logs')
  await page.getByLabel('Level').selectOption('error')
  await expect(lines(page)).toHaveCount(1)
  await expect(lines(page)).toContainText('Fatal')
  expect(page.url()).toContain('level=error')
  await page.getByLabel('Level').selectOption('')
  await page.keyboard.press('Escape')
  await page.getByLabel('Search the log…').fill('EARLIER LINE 149')
  // 149 and 1490 to 1499.
  await expect(lines(page)).toHaveCount(11)
  await page.reload()
  await expect(lines(page)).toHaveCount(11)
  await page.getByLabel('Search the log…').fill('nothing of the kind')
  await expect(page.getByText('No lines match this filter.')).toBeVisible()
})

test('keys go through the lines, and Enter shows all of one', async ({ page, logged }) => {
  await visit(page, logged, '/logs?level=error')
  await expect(lines(page)).toHaveCount(1)
  await page.keyboard.press('k')
  await expect(lines(page).getByRole('button')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(lines(page).locator('pre')).toContainText('at write (store.ts:12:3)')
  await page.keyboard.press('Enter')
  await expect(lines(page).locator('pre')).toBeHidden()
  await visit(page, logged, '/logs')
  // The filtered lines stay until the others have loaded.
  await expect(lines(page)).not.toHaveCount(1)
  await expect(lines(page).last()).toBeInViewport()
  await page.keyboard.press('Home')
  await expect(lines(page).first()).toContainText('earlier line 0')
  await expect(lines(page).first().getByRole('button')).toBeFocused()
  await page.keyboard.press('j')
  await expect(lines(page).nth(1).getByRole('button')).toBeFocused()
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('End')
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'true')
  await expect(lines(page).last()).toBeInViewport()
  await page.keyboard.press('f')
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'false')
})

test('what is shown is copied and saved, and the file is named', async ({ page, logged }) => {
  await visit(page, logged, '/logs?level=error')
  await expect(lines(page)).toHaveCount(1)
  await page.keyboard.press('c')
  await expect
    .poll(() => clipboard(page))
    .toBe(`${CRASH.time} FATAL uncaught exception ${JSON.stringify({ err: CRASH.err })}`)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download' }).click()
  const saved = await download
  expect(saved.suggestedFilename()).toMatch(/^signalbox-\d{4}-\d\d-\d\d\.log$/)
  expect(await readFile(await saved.path(), 'utf8')).toBe(`${await clipboard(page)}\n`)
  const file = join(logged.home, 'data', 'logs', 'signalbox.log')
  await expect(page.getByText(file)).toBeVisible()
  await page.getByRole('button', { name: 'Copy the path' }).click()
  await expect.poll(() => clipboard(page)).toBe(file)
  expect(await readFile(file, 'utf8')).toContain('listening')
})

test('a log that cannot be read says so, keeps what it knows, and comes back', async ({
  page,
  logged,
  complaints,
}) => {
  await visit(page, logged, '/logs')
  await expect(lines(page).last()).toBeVisible()
  await page.route('**/api/logs*', (route) => route.abort())
  await expect(page.getByText('Couldn’t load the log.')).toBeVisible()
  await expect(lines(page).last()).toBeVisible()
  await page.unroute('**/api/logs*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Couldn’t load the log.')).toBeHidden()
  complaints.splice(0)
})

test('the log looks right in both themes, narrow, and with long words', async ({ page, logged }) => {
  await fail(logged, 3)
  await visit(page, logged, '/logs')
  await expect(lines(page).last()).toBeInViewport()
  await lines(page).last().getByRole('button').click()
  await photographPage(page, 'logs')
  await page.setViewportSize({ width: 880, height: 700 })
  await lines(page).filter({ hasText: 'uncaught exception' }).getByRole('button').click()
  await page.screenshot({ path: 'test-results/screenshots/dashboard-logs-details.png' })
  await expectRoomForLongWords(page)
})
