import { expect, type Page, test } from '@playwright/test'
import { conversationBodies, largeBody } from '../dashboard-rig/conversation-bodies.ts'
import { textResponse } from '../dashboard-rig/replies.ts'
import { type Dashboard, startDashboard } from '../dashboard-rig/start-dashboard.ts'
import { traceTasks } from '../dashboard-rig/trace-tasks.ts'
import { COUNTS, OPUS, rows, visit } from './dashboard-stage.ts'

/** Number of rows that the list must handle. */
const ROWS = 100_000
const MAX_TASK_MS = 50
const OPEN_MS = 300
const LARGE_BYTES = 5_000_000

test.use({ viewport: { width: 1180, height: 760 } })
test.describe.configure({ mode: 'serial' })

let dashboard: Dashboard
let large: string
test.beforeAll(async () => {
  test.setTimeout(180_000)
  const started = performance.now()
  dashboard = await startDashboard({ past: { count: ROWS, days: 20 } })
  const [small = {}] = conversationBodies(OPUS)
  large = await dashboard.send(largeBody(OPUS, LARGE_BYTES), textResponse(COUNTS))
  await dashboard.send(small, textResponse(COUNTS))
  note('seeding', performance.now() - started)
})
test.afterAll(() => dashboard.close())

test('a list of 100,000 requests scrolls without a task that would drop a frame over 50 ms', async ({
  page,
  browser,
}) => {
  await visit(page, dashboard, '/activity')
  await expect(page.locator('h1 + p')).toHaveText('100,002')
  await expect(rows(page).first()).toContainText('fix the parser')
  // Warm-up: code is compiled on its first run.
  await page.evaluate(scroll, { steps: 40, by: 500 })
  const longest = { slow: Infinity, fast: Infinity }
  // The best of three runs shows the page's own cost; the others include other load.
  for (let run = 0; run < 3; run++) {
    const slow = await traceTasks(browser, page, () => page.evaluate(scroll, { steps: 120, by: 400 }))
    const fast = await traceTasks(browser, page, () => page.evaluate(scroll, { steps: 60, by: 50_000 }))
    longest.slow = Math.min(longest.slow, slow.longest)
    longest.fast = Math.min(longest.fast, fast.longest)
    await page.evaluate(scroll, { steps: 1, by: -100_000_000 })
  }
  note('longest task, scrolling by rows', longest.slow)
  note('longest task, dragging through all', longest.fast)
  expect(longest.slow).toBeLessThanOrEqual(MAX_TASK_MS)
  expect(longest.fast).toBeLessThanOrEqual(MAX_TASK_MS)

  // The very end is the oldest request, and it is actually rendered.
  await page.evaluate(scroll, { steps: 1, by: 100_000_000 })
  await expect(rows(page).last()).toHaveAttribute('aria-rowindex', String(ROWS + 3))
  await expect(rows(page).last()).toContainText('200')
})

test('a filter that few of 100,000 requests pass finds them while the page stays quick', async ({
  page,
  browser,
}) => {
  await visit(page, dashboard, '/activity')
  await expect(rows(page).first()).toBeVisible()
  const work = await traceTasks(browser, page, async () => {
    await page.evaluate(() => (location.hash = '#/activity?q=5eed000000000007'))
    await expect(page.locator('h1 + p')).toHaveText('1 of 100,002', { timeout: 30_000 })
  })
  note('longest task, searching all', work.longest)
  expect(work.longest).toBeLessThanOrEqual(2 * MAX_TASK_MS)
  await expect(rows(page)).toHaveCount(1)
})

test('a request of 5 MB opens in 300 ms', async ({ page, browser }) => {
  const bytes = (
    await (await fetch(`${dashboard.url}/api/requests/${large}/body?side=request`)).arrayBuffer()
  ).byteLength
  expect(bytes).toBeGreaterThanOrEqual(LARGE_BYTES)
  const times: number[] = []
  const costs: number[] = []
  for (let run = 0; run < 5; run++) {
    await visit(page, dashboard, '/activity')
    await expect(rows(page).nth(1)).toContainText('Message')
    // The small one loads the code of the view.
    await open(page, 0)
    await page.keyboard.press('Escape')
    let took = 0
    const { total } = await traceTasks(browser, page, async () => (took = await open(page, 1)))
    times.push(took)
    costs.push(total)
    await expect(
      page.getByRole('region', { name: 'Conversation' }).getByText('response', { exact: true }),
    ).toBeVisible()
    await page.reload()
  }
  note('opening 5 MB, from the click', Math.min(...times))
  note('of which the page’s own', Math.min(...costs))
  // The best run shows the page's own cost; the others include other load.
  expect(Math.min(...costs)).toBeLessThanOrEqual(OPEN_MS)
  expect(Math.min(...times)).toBeLessThanOrEqual(3 * OPEN_MS)
})

/** Scrolls the list once in every frame. */
async function scroll({ steps, by }: { steps: number; by: number }): Promise<void> {
  const list = document.querySelector('section[aria-label=Requests]')
  for (let step = 0; step < steps; step++) {
    list?.scrollBy(0, by)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}

/** Opens the request of a row. Resolves with the time from the click until its conversation is rendered, in ms. */
function open(page: Page, row: number): Promise<number> {
  return page.evaluate(async (index) => {
    const started = performance.now()
    document.querySelectorAll<HTMLElement>('tbody a')[index]?.click()
    while (!document.querySelector('article')) await new Promise((resolve) => requestAnimationFrame(resolve))
    return performance.now() - started
  }, row)
}

function note(type: string, ms: number): void {
  test.info().annotations.push({ type, description: `${Math.round(ms)} ms` })
}
