import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { textResponse, toolResponse } from '../dashboard-rig/replies.ts'
import { photographPage } from './dashboard-camera.ts'
import { type Box, COUNTS, expect, OPUS, rows, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 } })

const [BODY = {}] = conversationBodies(OPUS)
const ID = '9e0a9ed0-0000-4000-8000-000000000000'

/** A question with two calls, and a second question, in one session. */
async function talk({ send }: Pick<Box, 'send'>, id: string) {
  const session = { 'x-claude-code-session-id': id }
  const first = { role: 'user', content: 'Count the lines of the parser' }
  const called = [
    first,
    { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_next', name: 'Bash', input: {} }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_next', content: '42' }] },
  ]
  const oldest = await send({ ...BODY, messages: [first] }, toolResponse(COUNTS), session)
  const answer = await send({ ...BODY, messages: called }, textResponse(COUNTS), session)
  const next = [{ role: 'user', content: 'Thank you, now count the words' }]
  const newest = await send({ ...BODY, messages: next }, textResponse(COUNTS), session)
  return { oldest, answer, newest }
}

test('the list of a session is grouped by turn, and a turn opens by click and by key', async ({
  page,
  box,
}) => {
  const { oldest, answer, newest } = await talk(box, ID)
  await visit(page, box, `/activity?session=${ID}`)
  await expect(rows(page)).toHaveCount(2)
  const turn = rows(page).nth(1)
  await expect(turn).toContainText('Count the lines of the parser')
  const opener = turn.getByRole('button', { name: '2 requests of this turn' })
  await opener.click()
  await expect(rows(page)).toHaveCount(4)
  await expect(opener).toHaveAttribute('aria-expanded', 'true')
  await expect(rows(page).nth(2).getByRole('link')).toHaveAttribute('href', new RegExp(oldest))
  await photographPage(page, 'activity-turns')
  await page.setViewportSize({ width: 1180, height: 760 })
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowLeft')
  await expect(rows(page)).toHaveCount(2)
  await page.keyboard.press('ArrowRight')
  await expect(rows(page)).toHaveCount(4)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/activity/${answer}`))
  await visit(page, box, `/activity/${newest}?session=${ID}`)
  await expect(page.locator('tr[aria-current=true]')).toContainText('now count the words')
})

test('the whole log is grouped on demand, and remembers it', async ({ page, box }) => {
  await talk(box, ID.replace('9e0a', '9e0b'))
  await visit(page, box, '/activity')
  await expect(rows(page).first()).toBeVisible()
  const group = async () => {
    await page.getByRole('button', { name: 'View' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Group by turn' }).click()
  }
  await group()
  await expect(page.locator('h1 + p')).toContainText('by turn')
  await page.reload()
  await expect(page.locator('h1 + p')).toContainText('by turn')
  await expect(rows(page).nth(1).getByRole('button', { name: '2 requests of this turn' })).toBeVisible()
  await group()
  await expect(page.locator('h1 + p')).not.toContainText('by turn')
})

test('a filter is saved, found again and removed, and marks what it finds', async ({ page, box }) => {
  const asked = { role: 'user', content: 'Explain the xylophone to me' }
  await box.send({ ...BODY, messages: [asked] }, textResponse(COUNTS))
  await visit(page, box, '/activity?q=xyloph')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).locator('mark')).toHaveText('xyloph')
  const view = page.getByRole('button', { name: 'View' })
  await view.click()
  await page.getByRole('menuitem', { name: 'Save this filter' }).click()
  await visit(page, box, '/activity')
  await view.click()
  await page.screenshot({ path: 'test-results/screenshots/dashboard-activity-view-menu.png' })
  await page.getByRole('menuitem', { name: 'xyloph' }).click()
  await expect(page).toHaveURL(/q=xyloph/)
  await view.click()
  await page.getByRole('menuitem', { name: 'Remove this filter' }).click()
  await view.click()
  await expect(page.getByRole('menuitem', { name: 'Save this filter' })).toBeVisible()
})

test('the list beside a request can be made wider, and rows taller', async ({ page, box }) => {
  await visit(page, box, `/activity/${box.turns[0]}`)
  const edge = page.getByRole('separator', { name: 'Width of the list' })
  const list = page.getByRole('region', { name: 'Requests' })
  const width = async () => Math.round((await list.boundingBox())?.width ?? 0)
  const before = await width()
  await edge.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(width).toBe(before + 32)
  const box0 = await edge.boundingBox()
  if (box0 === null) throw new Error('there is no edge')
  await page.mouse.move(box0.x + 4, box0.y + 100)
  await page.mouse.down()
  await page.mouse.move(box0.x + 104, box0.y + 120)
  await page.mouse.up()
  await expect.poll(width).toBeGreaterThan(before + 100)
  await edge.dblclick()
  await expect.poll(width).toBe(before)
  const height = async () => (await rows(page).first().boundingBox())?.height ?? 0
  const compact = await height()
  await page.getByRole('button', { name: 'View' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Taller rows' }).click()
  await expect.poll(height).toBe(compact + 8)
})
