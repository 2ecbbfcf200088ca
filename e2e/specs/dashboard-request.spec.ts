import { readFile } from 'node:fs/promises'
import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { endless } from '../dashboard-rig/replies.ts'
import { clipboard, expect, OPUS, rows, SESSION, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 }, permissions: ['clipboard-read', 'clipboard-write'] })

const [BODY = {}] = conversationBodies(OPUS)

test('a conversation is read: words, thoughts, tools with results, changes, todos, pictures', async ({
  page,
  box,
}) => {
  await visit(page, box, `/activity/${box.turns[2]}?view=full`)
  const thread = page.getByRole('region', { name: 'Conversation' })
  await expect(thread.getByRole('heading', { name: 'What was wrong' })).toBeVisible()
  await expect(thread.getByRole('cell', { name: 'no' })).toBeVisible()
  await expect(thread.getByText('<script>alert(1)</script> stays text.')).toBeVisible()
  await expect(thread.getByText('response', { exact: true })).toBeVisible()
  await expect(thread.getByText('All is done: a summary.')).toBeHidden()
  await thread
    .getByRole('button', { name: /Thinking/ })
    .last()
    .click()
  await expect(thread.getByText('All is done: a summary.')).toBeVisible()

  const edit = thread.getByRole('article', { name: 'Tool call: Edit' })
  await expect(edit.getByRole('listitem').filter({ hasText: 'added:' }).first()).toContainText('|h)$/')
  const todos = thread.getByRole('article', { name: 'Tool call: TodoWrite' })
  await expect(todos).toContainText('1 of 3 done')
  await thread.focus()
  await page.keyboard.press('Home')
  const run = thread.getByRole('article', { name: 'Tool call: Bash' })
  await expect(run).toContainText('expected NaN to be 7200000')
  await expect(run).toContainText('failed')
  await expect(thread.getByRole('img', { name: /Sent with the message/ })).toBeVisible()

  await thread.getByRole('button', { name: /System prompt/ }).click()
  await expect(thread.getByText('cache 5m').first()).toBeVisible()
  await thread.getByRole('button', { name: /9 tools/ }).click()
  await expect(thread.getByRole('button', { name: /TodoWrite/ })).toBeVisible()
})

test('headers are shown without the key, raw bodies and events can be copied', async ({ page, box }) => {
  await visit(page, box, `/activity/${box.turns[2]}?tab=headers`)
  const panel = page.getByRole('region', { name: 'Request', exact: true })
  await expect(panel.getByRole('row', { name: /x-api-key/ })).toContainText('sha256:')
  await expect(panel.getByRole('row', { name: /anthropic-version/ })).toContainText('2023-06-01')
  expect(await page.locator('body').textContent()).not.toContain('sk-ant-not-a-key')

  await panel.getByRole('tab', { name: 'Raw' }).click()
  await expect(panel.getByText(`"model": "${OPUS}",`)).toBeVisible()
  await panel.getByText('Response', { exact: true }).click()
  await expect(panel.getByText('"stop_reason": "end_turn"')).toBeVisible()
  await panel.getByText('Events', { exact: true }).click()
  await expect(panel.getByText('event: message_start')).toBeVisible()
  await panel.getByTitle('Copy this text').click()
  await expect.poll(() => clipboard(page)).toContain('"type":"message_stop"')
})

test('timing and usage say what the log says', async ({ page, box }) => {
  await visit(page, box, `/activity/${box.turns[2]}`)
  const panel = page.getByRole('region', { name: 'Request', exact: true })
  await page.keyboard.press('6')
  await expect(panel.getByText('Time to first byte')).toBeVisible()
  await expect(panel.getByText('Signalbox’s own part')).toBeVisible()
  await expect(panel.getByText('First token after')).toBeVisible()
  await page.keyboard.press('7')
  await expect(panel.getByText('31,000')).toBeVisible()
  await expect(panel.getByText('97 %', { exact: true })).toBeVisible()
  await expect(panel.getByText(/≈ \$0\.\d\d \(estimated\)/)).toBeVisible()
  await expect(panel.getByText(/86 % used, resets/)).toBeVisible()
})

test('the changes since the turn before are what the turn added', async ({ page, box }) => {
  await visit(page, box, `/activity/${box.turns[2]}?tab=changes`)
  const panel = page.getByRole('region', { name: 'Request', exact: true })
  await expect(panel.getByText('2 differences.')).toBeVisible()
  await expect(panel.getByRole('region', { name: 'Message 4, assistant' })).toContainText('Hours are missing')
  await expect(panel.getByRole('link', { name: 'the previous turn' })).toHaveAttribute(
    'href',
    `#/activity/${box.turns[1]}`,
  )
  await visit(page, box, `/activity/${box.turns[0]}?tab=changes`)
  await expect(panel.getByText('This is the first turn of the conversation.')).toBeVisible()
})

test('a request is copied as curl and saved as a file, without its key', async ({ page, box }) => {
  await visit(page, box, `/activity/${box.turns[2]}`)
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  const command = await clipboard(page)
  expect(command).toContain('curl')
  expect(command).toContain('/v1/messages')
  expect(command).not.toContain('sk-ant-not-a-key')

  const panel = page.getByRole('region', { name: 'Request', exact: true })
  await panel.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /HTML/ }).click()
  const file = await (await download).path()
  expect(await readFile(file, 'utf8')).toContain('parse-duration')
})

test('the keys move in a menu and in the tabs, and Esc closes only the menu', async ({ page, box }) => {
  await visit(page, box, `/activity/${box.turns[2]}`)
  const panel = page.getByRole('region', { name: 'Request', exact: true })
  const opener = panel.getByRole('button', { name: 'Export' })
  await opener.focus()
  await page.keyboard.press('Enter')
  const items = page.getByRole('menuitem')
  await expect(items).toHaveCount(3)
  await expect(items.first()).toBeFocused()
  // The library focuses once more, a frame after it opened; a key pressed before that moves the highlight only.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  for (const [key, index] of [
    ['ArrowDown', 1],
    ['End', 2],
    ['ArrowDown', 0],
    ['ArrowUp', 2],
    ['Home', 0],
  ] as const) {
    await page.keyboard.press(key)
    await expect(items.nth(index)).toBeFocused()
  }
  await page.keyboard.type('html')
  await expect(page.getByRole('menuitem', { name: /HTML/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('menu')).toBeHidden()
  await expect(opener).toBeFocused()
  await expect(panel).toBeVisible()
  await opener.click()
  await expect(page.getByRole('menu')).toBeVisible()
  await panel.getByRole('tab', { name: 'Changes' }).click()
  await expect(page.getByRole('menu')).toBeHidden()

  for (const [key, name] of [
    ['ArrowRight', 'Headers'],
    ['End', 'Usage'],
    ['ArrowRight', 'Conversation'],
    ['ArrowLeft', 'Usage'],
    ['Home', 'Conversation'],
  ] as const) {
    await page.keyboard.press(key)
    const tab = panel.getByRole('tab', { name })
    await expect(tab).toBeFocused()
    await expect(tab).toHaveAttribute('aria-selected', 'true')
    await expect(panel.getByRole('tabpanel', { name })).toBeVisible()
  }
})

test('a list that finds the open request while it loads leaves the focus where it is', async ({
  page,
  box,
}) => {
  const list = Promise.withResolvers<void>()
  await page.route(/\/api\/requests\?/, async (route) => {
    await list.promise
    await route.continue()
  })
  await visit(page, box, `/activity/${box.turns[2]}`)
  const opener = page
    .getByRole('region', { name: 'Request', exact: true })
    .getByRole('button', { name: 'Export' })
  await opener.focus()
  list.resolve()
  await expect(page.locator('[data-index] a[tabindex="0"]')).toBeVisible()
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await expect(opener).toBeFocused()
})

test('the list is saved as CSV, with the filter that the server knows', async ({ page, box }) => {
  await visit(page, box, '/activity?model=haiku')
  await expect(rows(page).first()).toBeVisible()
  await page.getByRole('button', { name: 'Export' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  const { total } = await box.get<{ total: number }>('/api/requests/summary?limit=1&model=haiku')
  expect(text.trim().split('\n')).toHaveLength(total + 1)
  expect(text).not.toContain('opus')
})

test('a request in flight is shown as one, and says how it ended when it has', async ({ page, box }) => {
  const release = await box.hold(BODY, endless())
  await visit(page, box, '/activity?outcome=open')
  await expect(rows(page)).toHaveCount(1)
  await rows(page).first().getByRole('link').click()
  const panel = page.getByRole('region', { name: 'Request', exact: true })
  await expect(panel).toContainText('in flight')
  await release()
  await expect(panel).toContainText('cancelled')
})

test('a request that is not in the log says so', async ({ page, box, complaints }) => {
  await visit(page, box, '/activity/ffffffffffffffff')
  await expect(page.getByText('Request not found.')).toBeVisible()
  // The browser logs the address that responded with 404.
  expect(complaints.splice(0)).toHaveLength(1)
})

test('one request can have the whole page, and the way back leads to the list as it was', async ({
  page,
  box,
}) => {
  await visit(page, box, `/activity?session=${SESSION}&group=none`)
  await rows(page).first().getByRole('link').click()
  await page.keyboard.press('f')
  await expect(page.getByRole('region', { name: 'Requests' })).toBeHidden()
  await page.keyboard.press('f')
  await page.getByRole('button', { name: 'Close (Esc)' }).click()
  await expect(rows(page)).toHaveCount(box.turns.length)
  expect(page.url()).toContain(`#/activity?session=${SESSION}`)
})
