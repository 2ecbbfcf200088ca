import { readFile } from 'node:fs/promises'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { textResponse } from '../dashboard-rig/replies.ts'
import { expectRoomForLongWords } from './dashboard-camera.ts'
import { expectAccessible, shoot } from './dashboard-pictures.ts'
import { clipboard, COUNTS, expect, OPUS, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'] })

test('the diagnostics show to the letter what is then saved and copied', async ({ page, box }) => {
  await box.send(conversationBodies(OPUS)[0] ?? {}, textResponse(COUNTS))
  await visit(page, box, '/settings')
  const panel = page.getByRole('region', { name: 'Diagnostics', exact: true })
  await panel.getByRole('button', { name: 'Create bundle' }).click()
  const bundle = panel.getByRole('region', { name: 'File contents' })
  const parts = bundle.getByRole('listitem')
  await expect(parts).toHaveCount(11)
  const shown: string[] = []
  for (const part of await parts.all()) {
    await part.locator('summary').click()
    await expect(part.locator('pre')).toBeVisible()
    shown.push((await part.locator('pre').textContent()) ?? '')
    await part.locator('summary').click()
  }
  const download = page.waitForEvent('download')
  await bundle.getByRole('button', { name: 'Save as file' }).click()
  const saved = await download
  expect(saved.suggestedFilename()).toMatch(/^signalbox-diagnostics-\d{4}-\d\d-\d\d\.json$/)
  const text = await readFile(await saved.path(), 'utf8')
  const { format, madeAt, ...rest } = JSON.parse(text) as Record<string, unknown>
  expect(format).toBe(1)
  expect(Date.parse(String(madeAt))).toBeGreaterThan(0)
  expect(shown.map((part) => JSON.parse(part) as unknown).toSorted(byText)).toEqual(
    Object.values(rest).toSorted(byText),
  )
  await bundle.getByRole('button', { name: 'Copy' }).click()
  await expect.poll(() => clipboard(page)).toBe(text.trimEnd())
  // The prompt, the key of the request, and the user's folder.
  for (const words of ['Please fix the parser', 'sk-ant-not-a-key', 'not-a-token', box.home])
    expect(text).not.toContain(words)
  expect(text).toContain('"listening"')
})

test('the self-test shows what was forged and what came back', async ({ page, box }) => {
  await visit(page, box, '/settings')
  const part = page.getByRole('region', { name: 'Security self-test' })
  await part.getByRole('button', { name: 'Run self-test' }).click()
  await expect(part.getByRole('status')).toContainText('is protected')
  const probes = part.getByRole('list', { name: 'Requests and responses' }).getByRole('listitem')
  await expect(probes).toHaveCount(10)
  await expect(probes.filter({ hasText: 'Host: attacker.example' }).first()).toContainText(
    '403 host_not_allowed',
  )
  await page
    .getByRole('region', { name: 'Diagnostics', exact: true })
    .getByRole('button', { name: 'Create bundle' })
    .click()
  await page.locator('summary', { hasText: 'Doctor report' }).click()
  await part.scrollIntoViewIfNeeded()
  await expectAccessible(page, 'diagnostics')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await shoot(page, `diagnostics-${colorScheme}`)
  }
  await expectRoomForLongWords(page)
})

test('what failed is said, and can be tried again', async ({ page, box, complaints }) => {
  await visit(page, box, '/settings')
  await page.route('**/api/diagnostics', (route) => route.abort())
  const panel = page.getByRole('region', { name: 'Diagnostics', exact: true })
  await panel.getByRole('button', { name: 'Create bundle' }).click()
  await expect(panel.getByText('Couldn’t create the diagnostics.')).toBeVisible()
  await page.unroute('**/api/diagnostics')
  await panel.getByRole('button', { name: 'Try again' }).click()
  await expect(panel.getByRole('region', { name: 'File contents' })).toBeVisible()
  await page.route('**/api/diagnostics/self-test', async (route) => {
    const response = await route.fetch()
    const result = (await response.json()) as { probes: object[] }
    const probes = result.probes.map((probe, index) =>
      index === 1 ? { ...probe, passed: false, saw: '200' } : probe,
    )
    await route.fulfill({ json: { ...result, passed: false, probes } })
  })
  await panel.getByRole('button', { name: 'Run self-test' }).click()
  await expect(panel.getByRole('status')).toContainText('9 of 10 checks passed')
  await expect(panel.getByText('Failed:')).toHaveCount(1)
  complaints.splice(0)
})

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
