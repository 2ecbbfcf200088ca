import type { Page } from '@playwright/test'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { textResponse, toolResponse } from '../dashboard-rig/replies.ts'
import { traceTasks } from '../dashboard-rig/trace-tasks.ts'
import { expectAccessible, expectNoOverflow, shoot } from './dashboard-pictures.ts'
import { type Box, COUNTS, expect, OPUS, rows, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 } })

const SESSION = { 'x-claude-code-session-id': 'c0ffee00-0000-4000-8000-000000000001' }
const LATE = {
  name: 'mcp__github__search_issues',
  description: 'Searches issues.'.repeat(40),
  input_schema: { type: 'object', properties: {} },
}

/** Two turns of a session: an MCP server connected between them. @returns the second one’s ID */
async function sendMiss(box: Box): Promise<string> {
  const [first, second] = conversationBodies(OPUS)
  if (first === undefined || second === undefined) throw new Error('there are no two turns')
  await box.send(first, toolResponse(COUNTS), SESSION)
  const counts = { ...COUNTS, cacheRead: 0, cacheWritten: 32_000 }
  return box.send({ ...second, tools: [...second.tools, LATE] }, textResponse(counts), SESSION)
}

function panelOf(page: Page) {
  return page.getByRole('region', { name: 'Request', exact: true })
}

test('a request that missed the cache says why, what it cost and what to do, with the place', async ({
  page,
  box,
}) => {
  const id = await sendMiss(box)
  await visit(page, box, `/activity/${id}`)
  await page.keyboard.press('2')
  const cache = panelOf(page).getByRole('region', { name: 'Prompt cache' })
  await expect(cache).toContainText(/31,900 tokens weren’t read from the cache as expected: ≈ \$0\.\d\d more/)
  await expect(cache).toContainText('The tools changed.')
  await expect(cache).toContainText('Connect MCP servers before the session starts')
  await expect(cache.getByRole('list', { name: 'First difference' })).toContainText(LATE.name)
  await cache.getByRole('button', { name: /This place in the request/ }).click()
  await expect(cache).toContainText('"Searches issues.')

  const context = panelOf(page).getByRole('region', { name: 'What fills the context' })
  await context.getByRole('button', { name: /MCP server github/ }).click()
  await expect(context.getByRole('listitem').filter({ hasText: LATE.name }).first()).toBeVisible()
  await expect(context).toContainText('Tools not used in this conversation')
  await shoot(page, 'why-context')
  await expectAccessible(page, 'why-context')
})

test('the list marks the request, the filter and its search find it, and its head links to the reason', async ({
  page,
  box,
}) => {
  const id = await sendMiss(box)
  await expect.poll(() => reasonOf(box, id)).toBe('tools')
  await visit(page, box, '/activity')
  await page.getByRole('button', { name: 'Cache miss' }).click()
  await expect(rows(page).first()).toContainText('Cache miss: Tools changed')
  await page.getByRole('button', { name: 'Cache miss' }).click()
  await page.getByRole('searchbox').fill('miss:tools ')
  await expect(page).toHaveURL(/cacheReason=tools/)
  await expect(rows(page).first()).toContainText('Cache miss: Tools changed')
  await shoot(page, 'why-list')
  await visit(page, box, `/activity/${id}`)
  await panelOf(page).getByRole('link', { name: 'Cache miss: Tools changed' }).click()
  await expect(panelOf(page).getByRole('tab', { name: 'Context' })).toHaveAttribute('aria-selected', 'true')
})

test('the usage page sums the misses by reason, with their cost and what avoids them', async ({
  page,
  box,
}) => {
  const id = await sendMiss(box)
  await expect.poll(() => reasonOf(box, id)).toBe('tools')
  await visit(page, box, '/usage?range=today')
  const table = page.getByRole('table').filter({ hasText: 'Additional cost' })
  await expect(table.getByRole('row', { name: /Tools changed ≈ \$0\.\d\d/ })).toBeVisible()
  await expect(page.getByText(/Connect MCP servers before the session starts/)).toBeVisible()
  await page.getByRole('heading', { name: 'Cache misses' }).scrollIntoViewIfNeeded()
  await shoot(page, 'why-usage')
  await table.getByRole('link', { name: 'Tools changed' }).click()
  await expect(rows(page).first()).toContainText('Cache miss: Tools changed')
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 880, height: 760 } })
    test('the context fits a narrow window', async ({ page, box }) => {
      await visit(page, box, `/activity/${await sendMiss(box)}?tab=context&view=full`)
      await expect(panelOf(page).getByText('What fills the context')).toBeVisible()
      await shoot(page, `why-context-${colorScheme}-880`)
      await expectNoOverflow(page, 'why-context')
      await visit(page, box, `/activity/${box.turns[2]}?tab=context`)
      await expect(panelOf(page).getByText('What fills the context')).toBeVisible()
      await shoot(page, `why-hit-${colorScheme}-880`)
      await expectNoOverflow(page, 'why-hit')
    })
  })
}

test('prompts with nothing in common are compared without blocking the page, and Hebrew begins at the right', async ({
  page,
  box,
  browser,
}) => {
  const headers = { 'x-claude-code-session-id': 'c0ffee00-0000-4000-8000-000000000002' }
  const [first] = conversationBodies(OPUS)
  const prompt = (salt: string) => ({
    ...first,
    messages: Array.from({ length: 46 }, (_, index) => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: [{ type: 'text', text: index === 45 ? HEBREW : lines(`${salt} ${index}`) }],
    })),
  })
  await box.send(prompt('one'), textResponse(COUNTS), headers)
  const id = await box.send(prompt('two'), textResponse(COUNTS), headers)
  await visit(page, box, `/activity/${id}?view=full`)
  await expect(page.getByText('What was wrong').first()).toBeVisible()
  const { longest } = await traceTasks(browser, page, async () => {
    await page.keyboard.press('3')
    await expect(panelOf(page).getByText('45 differences.')).toBeVisible()
    await expect(panelOf(page).getByRole('region', { name: 'Message 45, user' })).toBeAttached()
  })
  // 5,000 ms when all were compared at once.
  expect(longest).toBeLessThan(300)
  await page.keyboard.press('1')
  const direction = panelOf(page)
    .locator('p', { hasText: HEBREW })
    .evaluate((paragraph) => getComputedStyle(paragraph).direction)
  expect(await direction).toBe('rtl')
})

const HEBREW = 'שלום, מה שלומך?'

function lines(word: string): string {
  return Array.from({ length: 400 }, (_, line) => `${word} ${(line * 7919) % 1009} of this text`).join('\n')
}

async function reasonOf(box: Box, id: string): Promise<string | undefined> {
  const { request } = await box.get<{ request: { cacheReason?: string } }>(`/api/requests/${id}`)
  return request.cacheReason
}
