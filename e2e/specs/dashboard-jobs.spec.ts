import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { textResponse } from '../dashboard-rig/replies.ts'
import { toolReply } from '../fake-upstream/tool-reply.ts'
import { COUNTS, expect, OPUS, rows, test, visit } from './dashboard-stage.ts'

/* Questions that the dashboard is opened with, and the clicks that each answer costs. */

test.use({ viewport: { width: 1180, height: 760 } })

const [BODY = {}] = conversationBodies(OPUS)

test('the session that burned the tokens of today is on the overview, 0 clicks, and its requests 1', async ({
  page,
  box,
}) => {
  const session = { 'x-claude-code-session-id': 'b0b0b0b0-0000-4000-8000-00000000b0b0' }
  const asked = { role: 'user', content: 'Rewrite everything at great cost' }
  const large = { ...COUNTS, output: 90_000 }
  await box.send({ ...BODY, messages: [asked] }, textResponse(large), session)
  await visit(page, box, '/')
  const top = page.getByRole('region', { name: 'Sessions by cost' })
  const first = top.locator('tbody tr').first()
  await expect(first).toContainText('Rewrite everything at great cost')
  await expect(first).toContainText('$')
  await first.getByRole('link').click()
  await expect(rows(page)).toHaveCount(1)
})

test('the request that edited a file is found with 1 click, once', async ({ page, box }) => {
  const input = { file_path: '/home/ada/app/colours.css', old_string: 'red', new_string: 'green' }
  const id = await box.send(BODY, toolReply('Edit', input))
  await visit(page, box, '/requests')
  await page.getByLabel(/^Search,/).click()
  await page.keyboard.type('tool:edit file:colours.css ')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).getByRole('link')).toHaveAttribute('href', new RegExp(id))
})
