import type { Page } from '@playwright/test'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { textResponse } from '../dashboard-rig/replies.ts'
import { toolReply } from '../fake-upstream/tool-reply.ts'
import { COUNTS, expect, OPUS, rows, SESSION, test, visit } from './dashboard-stage.ts'

/* Questions that the dashboard is opened with, and the clicks that each answer costs. */

test.use({ viewport: { width: 1180, height: 760 } })

const [BODY = {}] = conversationBodies(OPUS)

/** Counts clicks of the mouse, wherever they go. */
async function countClicks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = window as unknown as { clicks: number }
    counted.clicks = 0
    window.addEventListener('pointerdown', () => counted.clicks++, { capture: true })
  })
  return () => page.evaluate(() => (window as unknown as { clicks: number }).clicks)
}

const panel = (page: Page) => page.getByRole('region', { name: 'Request', exact: true })

test('which session burned the tokens of today: 0 clicks, and its page 1', async ({ page, box }) => {
  const session = { 'x-claude-code-session-id': 'b0b0b0b0-0000-4000-8000-00000000b0b0' }
  const asked = { role: 'user', content: 'Rewrite everything at great cost' }
  const large = { ...COUNTS, output: 90_000 }
  await box.send({ ...BODY, messages: [asked] }, textResponse(large), session)
  await visit(page, box, '/')
  const clicks = await countClicks(page)
  const top = page.getByRole('region', { name: 'Sessions by cost' })
  const first = top.locator('tbody tr').first()
  await expect(first).toContainText('Rewrite everything at great cost')
  await expect(first).toContainText('$')
  await first.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rewrite everything at great cost')
  await expect(page.getByRole('region', { name: 'Turns of the session' }).locator('tbody tr')).toHaveCount(1)
  expect(await clicks()).toBeLessThanOrEqual(1)
})

test('the request that edited a file is found with 1 click, once', async ({ page, box }) => {
  const input = { file_path: '/home/ada/app/colours.css', old_string: 'red', new_string: 'green' }
  const id = await box.send(BODY, toolReply('Edit', input))
  await visit(page, box, '/activity')
  const clicks = await countClicks(page)
  await page.getByLabel(/^Search,/).click()
  await page.keyboard.type('tool:edit file:colours.css ')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).getByRole('link')).toHaveAttribute('href', new RegExp(id))
  expect(await clicks()).toBeLessThanOrEqual(2)
})

test('why a request was slow: 2 clicks', async ({ page, box }) => {
  const id = await box.send(BODY, textResponse(COUNTS))
  await visit(page, box, '/activity')
  const clicks = await countClicks(page)
  await rows(page)
    .filter({ has: page.locator(`a[href*="${id}"]`) })
    .click()
  await panel(page).getByRole('tab', { name: 'Timing' }).click()
  await expect(panel(page)).toContainText('Time to first byte')
  expect(await clicks()).toBeLessThanOrEqual(2)
})

test('what is in the system prompt: 2 clicks', async ({ page, box }) => {
  const id = box.turns.at(-1) ?? ''
  await visit(page, box, `/activity?session=${SESSION}`)
  const clicks = await countClicks(page)
  await rows(page)
    .filter({ has: page.locator(`a[href*="${id}"]`) })
    .click()
  await panel(page).getByRole('button', { name: 'Show the system prompt' }).click()
  await expect(page.getByRole('button', { name: /^System prompt/ })).toHaveAttribute('aria-expanded', 'true')
  await expect(page.getByText('cache 5m').first()).toBeInViewport()
  expect(await clicks()).toBeLessThanOrEqual(2)
})

test('the raw JSON of a failing call: 2 clicks', async ({ page, box }) => {
  await visit(page, box, '/')
  const clicks = await countClicks(page)
  const errors = page.getByRole('region', { name: 'Last errors' })
  await errors.locator(`a[href="#/activity/${box.overloaded}"]`).click()
  await panel(page).getByRole('tab', { name: 'Raw' }).click()
  await expect(panel(page)).toContainText('"max_tokens": 32000')
  expect(await clicks()).toBeLessThanOrEqual(2)
})

test('restart safely: 2 clicks, and 0 by keyboard', async ({ page, box }) => {
  await visit(page, box, '/')
  const clicks = await countClicks(page)
  await page.getByRole('button', { name: /^Search…/ }).click()
  await page.keyboard.type('restart')
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: 'Restart Signalbox?' })
  // Not clicked: other specs need this server, and dashboard-shutdown.spec.ts restarts one.
  await expect(question.getByRole('button', { name: 'Restart Signalbox' })).toBeEnabled()
  await expect(question).toContainText('Nothing is interrupted.')
  expect((await clicks()) + 1).toBeLessThanOrEqual(2)
  await question.getByRole('button', { name: 'Keep running' }).click()
  await expect(question).toBeHidden()
})
