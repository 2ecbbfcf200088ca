import { conversationBodies } from '../dashboard-rig/conversation-bodies.ts'
import { endless, overloaded, textResponse, toolResponse } from '../dashboard-rig/replies.ts'
import { photographPage } from './dashboard-camera.ts'
import { COUNTS, expect, OPUS, SESSION, rows, test, visit } from './dashboard-stage.ts'

test.use({ viewport: { width: 1180, height: 760 } })

const [BODY = {}] = conversationBodies(OPUS)
const ID = 'ca11ab1e-0000-4000-8000-00000000ca11'

function asked(text: string) {
  return { ...BODY, messages: [{ role: 'user', content: text }] }
}

test('sessions are listed with project, cost and context, and sorted by what they cost', async ({
  page,
  box,
}) => {
  const session = { 'x-claude-code-session-id': ID }
  const large = { ...COUNTS, input: 900_000, output: 80_000 }
  await box.send(asked('Translate the whole manual'), textResponse(large), session)
  await visit(page, box, '/sessions')
  const list = page.getByRole('region', { name: 'Sessions' })
  await list.getByRole('button', { name: 'Cost' }).click()
  expect(page.url()).toContain('sort=cost')
  const first = list.locator('tbody tr').first()
  await expect(first).toContainText('Translate the whole manual')
  await expect(first).toContainText(/\d+\.\d{3}/)
  await page.getByLabel(/^Search titles/).fill('whole MANUAL')
  await expect(list.locator('tbody tr')).toHaveCount(1)
  await photographPage(page, 'sessions-found')
  await page.getByLabel(/^Search titles/).fill('no such thing')
  await expect(page.getByText('No matches.')).toBeVisible()
})

test('a session has a page: cost, context, failures, agents and turns, each with a link to its requests', async ({
  page,
  box,
}) => {
  const id = ID.replace('ca11', 'cab0')
  const session = { 'x-claude-code-session-id': id }
  const agent = { ...session, 'x-claude-code-agent-id': 'a9e47000-1111-4222-8333-444455556666' }
  const grown = (cacheRead: number) => ({ ...COUNTS, cacheRead })
  await box.send(asked('Find the slow query'), toolResponse(grown(20_000)), session)
  await box.send(asked('Look through the logs'), textResponse(grown(3_000)), agent)
  await box.send(asked('Now fix it'), overloaded(), session)
  const last = await box.send(asked('Now fix it, please'), textResponse(grown(60_000)), session)
  await visit(page, box, '/sessions')
  await expect(page.getByRole('region', { name: 'Sessions' })).toContainText('Find the slow query')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Find the slow query')
  const overview = page.getByRole('region', { name: 'Overview of the session' })
  await expect(overview).toContainText('Requests, 1 with an error')
  await expect(page.getByRole('figure')).toHaveAccessibleName(/Context by request: at most 60\.9k tokens/)
  const agents = page.getByRole('region', { name: 'Agents of the session' })
  await expect(agents.locator('tbody tr')).toHaveCount(2)
  await expect(agents.getByRole('link', { name: 'Look through the logs' })).toHaveAttribute(
    'href',
    /session=.*agent=/,
  )
  await expect(overview.getByText('529 overloaded').first()).toBeVisible()
  await photographPage(page, 'session-page')
  await page.setViewportSize({ width: 1180, height: 760 })
  const turns = page.getByRole('region', { name: 'Turns of the session' })
  await expect(turns.locator('tbody tr').first()).toContainText('Now fix it, please')
  await turns.getByRole('link').first().click()
  expect(page.url()).toContain(`#/activity/${last}?session=${id}`)
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Find the slow query')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { level: 1, name: 'Sessions' })).toBeVisible()
})

test('a running session stands on top and says so, and its page follows', async ({ page, box }) => {
  const id = ID.replace('ca11', 'caf0')
  const session = { 'x-claude-code-session-id': id }
  await box.send(asked('Keep the tests running'), textResponse(COUNTS), session)
  const release = await box.hold(asked('Go on'), endless(), session)
  await visit(page, box, '/sessions')
  const first = page.getByRole('region', { name: 'Sessions' }).locator('tbody tr').first()
  await expect(first).toContainText('Keep the tests running')
  await expect(first).toContainText('running')
  await first.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Keep the tests running')
  await expect(page.locator('h1 + p')).toContainText('running')
  await release()
  await expect(page.locator('h1 + p')).not.toContainText('running')
  await expect(page.getByRole('region', { name: 'Turns of the session' })).toContainText('Go on')
})

test('a session without requests, or without a transcript, says so', async ({ page, box, complaints }) => {
  await visit(page, box, '/sessions/7e57ab1e-1111-4222-8333-444455556666')
  await expect(page.getByText('No request of this session is in the log.')).toBeVisible()
  await page.getByRole('link', { name: 'Show the conversation' }).click()
  await expect(page.getByRole('region', { name: 'Transcript' })).toContainText('Add a dark theme')
  const { sessions } = await box.get<{ sessions: { id: string }[] }>('/api/sessions?search=5eed&limit=1')
  await visit(page, box, `/sessions/${sessions[0]?.id}?tab=conversation`)
  await expect(page.getByText('Claude Code has no transcript of this session.')).toBeVisible()
  // The browser logs every 404.
  complaints.splice(0)
})

test('sessions that cannot be read say why, and are asked for again', async ({ page, box, complaints }) => {
  await page.route('**/api/sessions*', (route) => route.fulfill({ status: 500, body: '{}' }))
  await visit(page, box, '/sessions')
  await expect(page.getByText('Couldn’t load the sessions.')).toBeVisible()
  await page.unroute('**/api/sessions*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('region', { name: 'Sessions' }).locator('tbody tr').first()).toBeVisible()
  complaints.splice(0)
})

test('links to the pages of before lead to what is there now', async ({ page, box }) => {
  const [id = ''] = box.turns
  for (const [from, to, shows] of [
    ['/requests', '/activity', 'Activity'],
    ['/live', '/activity', 'Activity'],
    [`/requests/${id}?tab=raw`, `/activity/${id}?tab=raw`, 'Activity'],
    ['/requests?outcome=failed', '/activity?outcome=failed', 'Activity'],
    ['/conversations', '/sessions', 'Sessions'],
  ] as const) {
    await visit(page, box, from)
    await expect(page.getByRole('heading', { level: 1, name: shows })).toBeVisible()
    await expect(page).toHaveURL(`${box.url}/#${to}`)
  }
  await visit(page, box, `/conversations/${SESSION}?project=-home-ada-work-parser`)
  await expect(page.getByRole('region', { name: 'Transcript' })).toBeVisible()
  await visit(page, box, `/requests/${id}`)
  await expect(rows(page).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Request', exact: true })).toBeVisible()
})
