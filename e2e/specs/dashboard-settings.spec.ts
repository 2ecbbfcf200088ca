import { startDashboard } from '../dashboard-rig/start-dashboard.ts'
import { expectRoomForLongWords, photographPage } from './dashboard-camera.ts'
import { type Box, clipboard, expect, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'] })

interface Storage {
  settings: { capture: string; maxDays: number; maxMegabytes: number }
}
interface Prices {
  date: string
  prices: { model: string; input: number }[]
}

test('what the log keeps is changed, and what is no number is said at its field', async ({ page, box }) => {
  await visit(page, box, '/settings')
  const storage = page.getByRole('region', { name: 'Storage' })
  await expect(storage).toContainText(/The request log uses [\d.]+ [KM]B of /)
  await storage.getByLabel('Retention in days').fill('ten')
  await storage.getByRole('button', { name: 'Save' }).click()
  await expect(storage.getByLabel('Retention in days')).toHaveAccessibleDescription(
    'Enter whole days, or 0 for no limit.',
  )
  await storage.getByLabel('Retention in days').fill('45')
  await storage.getByLabel('Capture').selectOption('metadata')
  await page.keyboard.press('Tab')
  await storage.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () => (await read<Storage>(box, '/api/storage')).settings)
    .toEqual({ capture: 'metadata', maxDays: 45, maxMegabytes: 1024 })
  await expect(storage.getByRole('button', { name: 'Save' })).toBeDisabled()
  await photographPage(page, 'settings')
  await expectRoomForLongWords(page)
})

test('a price is edited, one is deleted and brought back, and the table is saved with its day', async ({
  page,
  box,
}) => {
  const before = await read<Prices>(box, '/api/prices')
  await visit(page, box, '/settings')
  const panel = page.getByRole('region', { name: 'Prices', exact: true })
  const model = before.prices[0]?.model ?? ''
  await panel.getByLabel(`Input: ${model}`, { exact: true }).fill('x')
  await expect(panel.getByRole('button', { name: 'Save' })).toBeDisabled()
  await panel.getByLabel(`Input: ${model}`, { exact: true }).fill('7,5')
  await panel.getByRole('button', { name: `Delete the price of ${model}`, exact: true }).click()
  await expect(panel.getByText(`Deleted: ${model}. Not saved yet.`)).toBeVisible()
  await panel.getByRole('button', { name: 'Undo' }).click()
  await panel.getByLabel('Prices as of').fill('2026-11-20')
  await panel.getByRole('button', { name: 'Save' }).click()
  await expect.poll(async () => (await read<Prices>(box, '/api/prices')).date).toBe('2026-11-20')
  const after = await read<Prices>(box, '/api/prices')
  expect(after.prices[0]).toMatchObject({ model, input: 7.5 })
  expect(after.prices).toHaveLength(before.prices.length)
})

test('all requests are deleted only after a question, and what runs here is copied', async ({ page }) => {
  const dashboard = await startDashboard({ past: { count: 20, days: 2 } })
  try {
    await visit(page, dashboard, '/settings')
    await page.getByRole('button', { name: 'Delete all requests…' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect((await dashboard.get<{ requests: object[] }>('/api/requests/summary')).requests).toHaveLength(20)
    await page.getByRole('button', { name: 'Delete all requests…' }).click()
    await page.getByRole('button', { name: 'Delete all', exact: true }).click()
    await expect(page.getByText('20 requests deleted.')).toBeVisible()
    expect((await dashboard.get<{ requests: object[] }>('/api/requests/summary')).requests).toEqual([])
    const about = page.getByRole('region', { name: 'About' })
    await expect(about).toContainText(dashboard.url)
    await about.getByRole('button', { name: /Copy/ }).click()
    await expect.poll(() => clipboard(page)).toContain(`Address: ${dashboard.url}`)
    for (const link of await about.getByRole('link').all()) {
      const response = await fetch(dashboard.url + ((await link.getAttribute('href')) ?? ''))
      expect(response.ok, response.url).toBe(true)
    }
  } finally {
    await page.close()
    await dashboard.close()
  }
})

async function read<T>({ get }: Box, path: string): Promise<T> {
  return get<T>(path)
}
