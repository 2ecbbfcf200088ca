import { endless } from '../dashboard-rig/replies.ts'
import { type Dashboard, startDashboard } from '../dashboard-rig/start-dashboard.ts'
import { photographPage } from './dashboard-camera.ts'
import { expect, OPUS, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 } })

let own: Dashboard
test.beforeEach(async () => {
  own = await startDashboard()
})
test.afterEach(() => own.close())

const draining = async () => (await own.get<{ draining: boolean }>('/livez')).draining

test('stop asks and says what runs, waits, can be called off, and ends with how to start again', async ({
  page,
  complaints,
}) => {
  await own.hold({ model: OPUS, stream: true, messages: [] }, endless())
  await visit(page, own, '/settings')
  await page.getByRole('button', { name: 'Stop…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Stop Signalbox?' })
  await expect(dialog).toContainText('Requests in flight: 1')
  await photographPage(page, 'stop-asked')
  await page.keyboard.press('Escape')
  expect(await draining()).toBe(false)

  await page.getByRole('button', { name: 'Stop…' }).click()
  await dialog.getByRole('button', { name: 'Stop Signalbox' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Waiting. Requests in flight: 1')
  expect(await draining()).toBe(true)
  await dialog.getByRole('button', { name: 'Keep running' }).click()
  await expect.poll(draining).toBe(false)

  await dialog.getByRole('button', { name: 'Interrupt and stop' }).click()
  await expect(dialog.getByRole('status')).toContainText('Signalbox has stopped.')
  await expect(dialog.locator('code')).toHaveText(`node main/headless.ts serve --port ${own.server.port}`)
  expect(await own.server.exited).toEqual({ code: 0, signal: null })
  // The browser's own error page for a server that is gone.
  await page.goto('about:blank')
  expect(complaints.splice(0).filter((line) => !line.startsWith('Failed to load resource'))).toEqual([])
})

test('restart comes back as another run, on the same page', async ({ page, complaints }) => {
  const before = await own.get<{ instance_id: string }>('/livez')
  await visit(page, own, '/settings')
  await page.getByRole('button', { name: 'Restart…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Restart Signalbox?' })
  await expect(dialog).toContainText('Requests in flight: 0')
  await dialog.getByRole('button', { name: 'Restart Signalbox' }).click()
  await expect(dialog.getByRole('status')).toHaveText('Signalbox is running again.', { timeout: 20_000 })
  expect((await own.get<{ instance_id: string }>('/livez')).instance_id).not.toBe(before.instance_id)
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(dialog).toBeHidden()
  await page.goto('about:blank')
  expect(complaints.splice(0).filter((line) => !line.startsWith('Failed to load resource'))).toEqual([])
})
